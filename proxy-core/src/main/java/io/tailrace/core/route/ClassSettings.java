package io.tailrace.core.route;

import io.tailrace.http.PathRules;
import org.jspecify.annotations.Nullable;

/**
 * How requests for a host are treated: what the parameters of its IngressClass say (Kubernetes
 * {@code networking.k8s.io/v1} {@code IngressClassSpec.parameters}), and what its Ingresses and its
 * certificate make of it.
 *
 * <p>Thread: any (immutable).
 *
 * @param paths what may be chosen about paths
 * @param abortOnHalfClose a client that finishes sending behind its request gives it up
 * @param forwarded pods get a {@code Forwarded} field (RFC 7239)
 * @param strictTransport what browsers are told in answers over TLS
 * @param httpsPort where requests in clear are redirected to; 0: they are served
 * @param clients what is asked of the certificates of clients; null: nothing
 */
public record ClassSettings(
        PathRules paths,
        boolean abortOnHalfClose,
        boolean forwarded,
        StrictTransport strictTransport,
        int httpsPort,
        @Nullable ClientCertificates clients) {
    public static final ClassSettings DEFAULT = new ClassSettings(PathRules.DEFAULT, false, false);

    /** Requests in clear are served, and nobody hears of TLS. */
    public ClassSettings(PathRules paths, boolean abortOnHalfClose, boolean forwarded) {
        this(paths, abortOnHalfClose, forwarded, StrictTransport.NONE);
    }

    /** What a class says. */
    public ClassSettings(
            PathRules paths,
            boolean abortOnHalfClose,
            boolean forwarded,
            StrictTransport strictTransport) {
        this(paths, abortOnHalfClose, forwarded, strictTransport, 0, null);
    }

    /** The same, but requests in clear are redirected to this port. */
    public ClassSettings redirectingTo(int port) {
        return new ClassSettings(
                paths, abortOnHalfClose, forwarded, strictTransport, port, clients);
    }

    /** The same, but this is asked of clients. */
    public ClassSettings asking(ClientCertificates newClients) {
        return new ClassSettings(
                paths, abortOnHalfClose, forwarded, strictTransport, httpsPort, newClients);
    }

    /** The same, but browsers are told nothing. */
    public ClassSettings withoutStrictTransport() {
        return new ClassSettings(
                paths, abortOnHalfClose, forwarded, StrictTransport.NONE, httpsPort, clients);
    }
}
