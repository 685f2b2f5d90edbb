package io.tailrace.control.compile;

import io.tailrace.control.compile.ClassRules.Verdict;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What IngressClasses and their parameters make of Ingresses.
 *
 * <p>Thread: any (immutable once built).
 */
final class Classes {
    private final Set<ClassModel> stated;
    private final ClassRules rules;
    private final Map<ClassModel, ClassSettings> settings = new HashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();

    private Classes(Model model, String controllerName, boolean withoutClass) {
        this.stated = new HashSet<>(model.classes());
        this.rules = new ClassRules(model.classes(), controllerName, withoutClass);
        ClassParameters parameters = new ClassParameters(model, rejections);
        rules.ours().forEach(ours -> settings.put(ours, parameters.of(ours)));
    }

    static Classes of(Model model, CompileSettings settings) {
        return new Classes(model, settings.controllerName(), settings.withoutClass());
    }

    /** No Ingress is another one by these than by those. */
    boolean judgeLike(Classes others) {
        return stated.equals(others.stated) && settings.equals(others.settings);
    }

    Verdict judge(IngressModel ingress) {
        return rules.judge(ingress);
    }

    /** The settings of the class of an Ingress of ours. */
    ClassSettings settings(IngressModel ingress) {
        ClassModel ours = rules.of(ingress);
        return ours == null
                ? ClassSettings.DEFAULT
                : settings.getOrDefault(ours, ClassSettings.DEFAULT);
    }

    /** Those that classes of ours name. */
    Set<ObjectKey> configMaps() {
        Set<ObjectKey> named = new HashSet<>();
        for (ClassModel ours : rules.ours()) {
            ObjectKey configMap = ClassParameters.configMap(ours);
            if (configMap != null) {
                named.add(configMap);
            }
        }
        return named;
    }

    /** What of the parameters cannot be read. */
    List<Rejection> rejections() {
        return rejections;
    }
}
