package io.tailrace.control.compile;

import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.StrictTransport;
import io.tailrace.http.PathRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an IngressClass ({@code networking.k8s.io/v1} {@code
 * IngressClassSpec.parameters}) to settings. A value that cannot be read counts as not stated.
 *
 * <p>Thread: control, for one compile.
 */
final class ClassParameters {
    /** A year. */
    private static final long DEFAULT_MAX_AGE = 31_536_000;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    private final Model model;
    private final List<Rejection> rejections;

    /**
     * @param rejections gets what cannot be read
     */
    ClassParameters(Model model, List<Rejection> rejections) {
        this.model = model;
        this.rejections = rejections;
    }

    /** The settings of a class of ours. */
    ClassSettings of(ClassModel ingressClass) {
        ClassModel.Parameters parameters = ingressClass.parameters();
        if (parameters == null) {
            return ClassSettings.DEFAULT;
        }
        if (!parameters.apiGroup().isEmpty() || !parameters.kind().equals("ConfigMap")) {
            warn(
                    ingressClass.key(),
                    "names a "
                            + parameters.kind()
                            + " of group "
                            + Quoted.of(parameters.apiGroup()),
                    "name a ConfigMap, without apiGroup");
            return ClassSettings.DEFAULT;
        }
        if (parameters.namespace().isEmpty()) {
            warn(
                    ingressClass.key(),
                    "has no namespace",
                    "write scope: Namespace and the ConfigMap's namespace");
            return ClassSettings.DEFAULT;
        }
        ObjectKey key = Objects.requireNonNull(configMap(ingressClass));
        ConfigMapModel stated = model.configMap(key);
        if (stated == null) {
            warn(ingressClass.key(), key + " does not exist", "create it");
            return ClassSettings.DEFAULT;
        }
        return read(stated);
    }

    /** The ConfigMap that a class names as its parameters, as it has to. */
    static @Nullable ObjectKey configMap(ClassModel ingressClass) {
        ClassModel.Parameters stated = ingressClass.parameters();
        return stated != null
                        && stated.apiGroup().isEmpty()
                        && stated.kind().equals("ConfigMap")
                        && !stated.namespace().isEmpty()
                ? new ObjectKey(Kind.CONFIG_MAP, stated.namespace(), stated.name())
                : null;
    }

    private void warn(ObjectKey ingressClass, String reason, String remedy) {
        report(ingressClass, "spec.parameters", reason, remedy + "; the defaults count");
    }

    private void report(ObjectKey object, String place, String reason, String remedy) {
        rejections.add(Rejection.of(object, place, reason, remedy));
    }

    private ClassSettings read(ConfigMapModel stated) {
        Map<String, String> left = new TreeMap<>(stated.data());
        ClassSettings settings =
                new ClassSettings(
                        new PathRules(
                                choice(stated, left, "encoded-slash", "keep", "reject"),
                                choice(stated, left, "merge-slashes-for-match", "off", "on")),
                        choice(stated, left, "abort-on-half-close", "off", "on"),
                        choice(stated, left, "forwarded", "off", "on"),
                        strictTransport(stated, left));
        left.keySet()
                .forEach(
                        name ->
                                report(
                                        stated.key(),
                                        "data",
                                        Quoted.of(name) + " is no setting",
                                        "see the documentation for those there are; passed over"));
        return settings;
    }

    private StrictTransport strictTransport(ConfigMapModel stated, Map<String, String> left) {
        boolean on = choice(stated, left, "hsts", "off", "on");
        long maxAge = seconds(stated, left, "hsts-max-age", DEFAULT_MAX_AGE);
        boolean includeSubdomains = choice(stated, left, "hsts-include-subdomains", "off", "on");
        boolean preload = choice(stated, left, "hsts-preload", "off", "on");
        return on ? StrictTransport.of(maxAge, includeSubdomains, preload) : StrictTransport.NONE;
    }

    private long seconds(
            ConfigMapModel stated, Map<String, String> left, String name, long absent) {
        String value = left.remove(name);
        if (value == null) {
            return absent;
        }
        if (SECONDS.matcher(value).matches()) {
            return Long.parseLong(value);
        }
        report(
                stated.key(),
                "data." + name,
                Quoted.of(value) + " is no number of seconds",
                "write one of up to 10 digits; " + absent + " counts");
        return absent;
    }

    /** Whether the setting has the second of its two values; the first is the default. */
    private boolean choice(
            ConfigMapModel stated,
            Map<String, String> left,
            String name,
            String first,
            String second) {
        String value = left.remove(name);
        if (value == null || value.equals(first) || value.equals(second)) {
            return second.equals(value);
        }
        report(
                stated.key(),
                "data." + name,
                Quoted.of(value) + " is neither " + first + " nor " + second,
                "write one of them; " + first + " counts");
        return false;
    }
}
