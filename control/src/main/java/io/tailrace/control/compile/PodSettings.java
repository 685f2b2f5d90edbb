package io.tailrace.control.compile;

import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PodTls;
import org.jspecify.annotations.Nullable;

/**
 * How the pods of one Ingress are to be reached and spoken to, whatever their Service.
 *
 * <p>Thread: any (immutable).
 *
 * @param namespace the Ingress's, and its Services'
 * @param byAddress by their Service's own address
 * @param https over TLS; otherwise nothing else counts
 * @param verified whether pods must show a certificate of an authority and of their name
 * @param depth of the chain, as {@link PodTls#depth}
 * @param name null: that of the Service
 * @param named whether pods are told the name
 * @param secret {@code namespace/name}, empty: none
 */
record PodSettings(
        String namespace,
        boolean byAddress,
        boolean https,
        boolean verified,
        int depth,
        @Nullable String name,
        boolean named,
        String secret) {

    /** A port of a Service; empty: its first one. */
    ClusterKey cluster(String service, String port) {
        return new ClusterKey(namespace, service, port, of(service), byAddress);
    }

    /** How the pods of a Service are spoken to; null: in clear. */
    @Nullable PodTls of(String service) {
        return https
                ? new PodTls(
                        verified,
                        depth,
                        name == null ? service + "." + namespace + ".svc" : name,
                        named,
                        secret)
                : null;
    }
}
