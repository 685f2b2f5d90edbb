package io.tailrace.core.route;

/**
 * The name of a cluster: one port of one Service. It stays the same while the cluster's endpoints
 * and dense id change.
 *
 * <p>Thread: any (immutable).
 *
 * @param namespace the Service's namespace
 * @param service the Service's name
 * @param port the Service port as the Ingress names it: a number in decimal, or a port name
 */
public record ClusterKey(String namespace, String service, String port) {

    @Override
    public String toString() {
        return namespace + "/" + service + ":" + port;
    }
}
