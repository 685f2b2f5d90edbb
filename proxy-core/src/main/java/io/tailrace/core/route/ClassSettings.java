package io.tailrace.core.route;

import io.tailrace.http.PathRules;

/**
 * How requests for a host are treated: what the parameters of its IngressClass say (Kubernetes
 * {@code networking.k8s.io/v1} {@code IngressClassSpec.parameters}).
 *
 * <p>Thread: any (immutable).
 *
 * @param paths what may be chosen about paths
 * @param abortOnHalfClose a client that finishes sending behind its request gives it up
 * @param forwarded pods get a {@code Forwarded} field (RFC 7239)
 */
public record ClassSettings(PathRules paths, boolean abortOnHalfClose, boolean forwarded) {
    public static final ClassSettings DEFAULT = new ClassSettings(PathRules.DEFAULT, false, false);
}
