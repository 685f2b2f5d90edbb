package io.tailrace.control.model;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Ingress ({@code networking.k8s.io/v1}), as stated: hosts, paths and path types are not judged
 * yet.
 *
 * <p>Thread: any (immutable).
 *
 * @param createdAt {@link #UNDATED} when the object has no {@code creationTimestamp}, as in
 *     manifests written by hand: it then is younger than any that has one
 * @param className {@code spec.ingressClassName}; empty if not stated
 * @param legacyClassName the annotation {@code kubernetes.io/ingress.class}; empty if not stated
 * @param defaultBackend {@code spec.defaultBackend}
 * @param rules {@code spec.rules} in order
 * @param tls {@code spec.tls} in order
 * @param annotations those of {@link #OUR_ANNOTATIONS}, by the rest of their name; long values are
 *     cut
 */
public record IngressModel(
        ObjectKey key,
        Instant createdAt,
        String className,
        String legacyClassName,
        @Nullable BackendModel defaultBackend,
        List<RuleModel> rules,
        List<TlsModel> tls,
        Map<String, String> annotations)
        implements ModelObject {

    /** The age of an object without {@code creationTimestamp}. */
    public static final Instant UNDATED = Instant.MAX;

    /** What the names of annotations for us start with. */
    public static final String OUR_ANNOTATIONS = "tailrace.io/";

    public IngressModel {
        rules = List.copyOf(rules);
        tls = List.copyOf(tls);
        // Not Map.copyOf, which is slow where names are chosen to have equal hashes.
        annotations = Collections.unmodifiableMap(new HashMap<>(annotations));
    }
}
