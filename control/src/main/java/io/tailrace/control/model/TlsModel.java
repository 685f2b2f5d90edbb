package io.tailrace.control.model;

import java.util.List;

/**
 * One entry of an Ingress's {@code spec.tls} ({@code IngressTLS}), as stated.
 *
 * <p>Thread: any (immutable).
 *
 * @param hosts in order; empty: those of the Ingress's rules
 * @param secretName of a Secret in the Ingress's namespace; empty: the default certificate
 */
public record TlsModel(List<String> hosts, String secretName) {
    public TlsModel {
        hosts = List.copyOf(hosts);
    }
}
