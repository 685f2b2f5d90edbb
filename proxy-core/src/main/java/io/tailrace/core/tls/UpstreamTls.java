package io.tailrace.core.tls;

import io.tailrace.core.route.PodTls;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of a cluster are spoken to over TLS, with what the Secret holds. Equal by content:
 * what is equal shares contexts, sessions and connections.
 *
 * <p>Thread: any (immutable).
 *
 * @param authorities whose certificates count; set if pods are verified
 * @param certificate what pods are shown that ask for one; null: none
 */
public record UpstreamTls(
        PodTls stated, @Nullable Authorities authorities, @Nullable ServerCertificate certificate) {

    public UpstreamTls {
        if (stated.verified() && authorities == null) {
            throw new IllegalArgumentException("nobody to verify by: " + stated);
        }
    }
}
