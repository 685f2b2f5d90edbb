package io.tailrace.core.route;

import org.jspecify.annotations.Nullable;

/**
 * The name of a cluster: one port of one Service, and how its pods are spoken to. It stays the same
 * while the cluster's endpoints and dense id change.
 *
 * <p>Thread: any (immutable).
 *
 * @param namespace the Service's namespace
 * @param service the Service's name
 * @param port the Service port as the Ingress names it: a number in decimal, or a port name
 * @param tls null: in clear
 */
public record ClusterKey(String namespace, String service, String port, @Nullable PodTls tls) {

    /** A cluster whose pods are spoken to in clear. */
    public ClusterKey(String namespace, String service, String port) {
        this(namespace, service, port, null);
    }

    @Override
    public String toString() {
        String name = namespace + "/" + service + ":" + port;
        return tls == null ? name : name + " (" + tls + ")";
    }
}
