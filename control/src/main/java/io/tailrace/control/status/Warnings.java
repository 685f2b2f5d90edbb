package io.tailrace.control.status;

import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.status.Warning.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom to tell of what is not in force: a pure function of what is rejected. An Ingress is told of
 * what is rejected of it, and of what is wrong with a Secret that it names. What concerns no
 * Ingress is told to the object itself.
 *
 * <p>Thread: any (stateless).
 */
final class Warnings {
    /** For one object: whoever mends ten things sees the others afterwards. */
    static final int MOST = 10;

    private Warnings() {}

    /**
     * @param rejections sorted
     * @param facts what the API server says of an Ingress; null: it is not there
     */
    static Map<Name, Warning> of(
            List<Rejection> rejections,
            Seen seen,
            Function<ObjectKey, @Nullable IngressFact> facts) {
        Map<ObjectKey, List<ObjectKey>> naming = naming(rejections, seen);
        Map<ObjectKey, Integer> counts = new HashMap<>();
        Map<Name, Warning> warnings = new LinkedHashMap<>();
        for (Rejection rejection : rejections) {
            ObjectKey object = rejection.object();
            if (object == null) {
                continue;
            }
            List<ObjectKey> ingresses = naming.getOrDefault(object, List.of());
            for (ObjectKey about : ingresses.isEmpty() ? List.of(object) : ingresses) {
                IngressFact fact = about.kind() == Kind.INGRESS ? facts.apply(about) : null;
                if ((about.kind() == Kind.INGRESS && fact == null)
                        || counts.merge(about, 1, Integer::sum) > MOST) {
                    continue;
                }
                Warning warning =
                        new Warning(
                                about, fact == null ? "" : fact.uid(), message(rejection, about));
                warnings.put(warning.name(), warning);
            }
        }
        return warnings;
    }

    private static Map<ObjectKey, List<ObjectKey>> naming(List<Rejection> rejections, Seen seen) {
        Set<ObjectKey> secrets = new HashSet<>();
        for (Rejection rejection : rejections) {
            if (rejection.object() != null && rejection.object().kind() == Kind.SECRET) {
                secrets.add(rejection.object());
            }
        }
        return secrets.isEmpty() ? Map.of() : seen.served().naming(secrets);
    }

    private static String message(Rejection rejection, ObjectKey about) {
        List<String> parts = new ArrayList<>();
        ObjectKey object = rejection.object();
        if (object != null && !object.equals(about)) {
            parts.add(object.toString());
        }
        if (!rejection.place().isEmpty()) {
            parts.add(rejection.place());
        }
        parts.add(rejection.reason() + "; " + rejection.remedy());
        return String.join(": ", parts);
    }
}
