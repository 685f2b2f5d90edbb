package io.tailrace.core.route;

import io.tailrace.http.PathRules;

/**
 * How requests for a host are treated: what the parameters of its IngressClass say (Kubernetes
 * {@code networking.k8s.io/v1} {@code IngressClassSpec.parameters}), and where its certificate
 * leads.
 *
 * <p>Thread: any (immutable).
 *
 * @param paths what may be chosen about paths
 * @param abortOnHalfClose a client that finishes sending behind its request gives it up
 * @param forwarded pods get a {@code Forwarded} field (RFC 7239)
 * @param httpsPort where requests in clear are redirected to; 0: they are served
 */
public record ClassSettings(
        PathRules paths, boolean abortOnHalfClose, boolean forwarded, int httpsPort) {
    public static final ClassSettings DEFAULT = new ClassSettings(PathRules.DEFAULT, false, false);

    /** Requests in clear are served. */
    public ClassSettings(PathRules paths, boolean abortOnHalfClose, boolean forwarded) {
        this(paths, abortOnHalfClose, forwarded, 0);
    }

    /** The same, but requests in clear are redirected to this port. */
    public ClassSettings redirectingTo(int port) {
        return new ClassSettings(paths, abortOnHalfClose, forwarded, port);
    }
}
