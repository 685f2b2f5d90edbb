package io.tailrace.core.route;

import java.util.Comparator;
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
public record ClusterKey(String namespace, String service, String port, @Nullable PodTls tls)
        implements Comparable<ClusterKey> {
    private static final Comparator<ClusterKey> ORDER =
            Comparator.comparing(ClusterKey::namespace)
                    .thenComparing(ClusterKey::service)
                    .thenComparing(ClusterKey::port)
                    .thenComparing(
                            ClusterKey::tls, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** A cluster whose pods are spoken to in clear. */
    public ClusterKey(String namespace, String service, String port) {
        this(namespace, service, port, null);
    }

    @Override
    public int compareTo(ClusterKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String name = namespace + "/" + service + ":" + port;
        return tls == null ? name : name + " (" + tls + ")";
    }
}
