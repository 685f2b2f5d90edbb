package io.tailrace.control.compile;

import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.IngressModel;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which Ingresses are ours: those of an IngressClass that names our controller, and those that name
 * no class if such a class is the default one, or if we are told to take them.
 *
 * <p>Thread: any (immutable).
 */
final class ClassRules {
    /** What an Ingress is to us. */
    enum Verdict {
        OURS,
        ANOTHERS,
        /** It names a class that nobody serves, as none of this name exists. */
        NO_SUCH_CLASS
    }

    private final Set<String> known = new HashSet<>();
    private final Map<String, ClassModel> ours = new TreeMap<>();

    /** Takes the Ingresses that name no class: of several, the first by name. */
    private final @Nullable ClassModel ofTheRest;

    private final boolean withoutClass;

    ClassRules(Collection<ClassModel> classes, String controllerName, boolean withoutClass) {
        this.withoutClass = withoutClass;
        for (ClassModel ingressClass : classes) {
            known.add(ingressClass.key().name());
            if (ingressClass.controller().equals(controllerName)) {
                ours.put(ingressClass.key().name(), ingressClass);
            }
        }
        ofTheRest = ours.values().stream().filter(ClassModel::isDefault).findFirst().orElse(null);
    }

    Verdict judge(IngressModel ingress) {
        String name = className(ingress);
        if (name.isEmpty()) {
            return withoutClass || ofTheRest != null ? Verdict.OURS : Verdict.ANOTHERS;
        }
        if (ours.containsKey(name)) {
            return Verdict.OURS;
        }
        return known.contains(name) ? Verdict.ANOTHERS : Verdict.NO_SUCH_CLASS;
    }

    /** Those of our controller, sorted by name. */
    Collection<ClassModel> ours() {
        return ours.values();
    }

    /** The class of an Ingress of ours; null: it needs none. */
    @Nullable ClassModel of(IngressModel ingress) {
        String name = className(ingress);
        return name.isEmpty() ? ofTheRest : ours.get(name);
    }

    /** The name of the class that counts: the annotation, which is older than the field, wins. */
    static String className(IngressModel ingress) {
        return ingress.legacyClassName().isEmpty()
                ? ingress.className()
                : ingress.legacyClassName();
    }
}
