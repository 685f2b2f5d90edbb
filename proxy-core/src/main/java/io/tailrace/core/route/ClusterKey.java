package io.tailrace.core.route;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The name of a cluster: one port of one Service, and how its pods are reached and spoken to. It
 * stays the same while the cluster's endpoints and dense id change.
 *
 * <p>Thread: any (immutable).
 *
 * @param namespace the Service's namespace
 * @param service the Service's name
 * @param port the Service port as the Ingress names it: a number in decimal, or a port name; empty:
 *     the first one
 * @param tls null: in clear
 * @param byAddress its one endpoint is the Service's own address, and who answers there is chosen
 *     on the way
 */
public record ClusterKey(
        String namespace, String service, String port, @Nullable PodTls tls, boolean byAddress)
        implements Comparable<ClusterKey> {
    private static final Comparator<ClusterKey> ORDER =
            Comparator.comparing(ClusterKey::namespace)
                    .thenComparing(ClusterKey::service)
                    .thenComparing(ClusterKey::port)
                    .thenComparing(
                            ClusterKey::tls, Comparator.nullsFirst(Comparator.naturalOrder()))
                    .thenComparing(ClusterKey::byAddress);

    /** A cluster whose pods are spoken to in clear. */
    public ClusterKey(String namespace, String service, String port) {
        this(namespace, service, port, null);
    }

    /** A cluster of pods. */
    public ClusterKey(String namespace, String service, String port, @Nullable PodTls tls) {
        this(namespace, service, port, tls, false);
    }

    /** The same, but reached by the Service's own address. */
    public ClusterKey viaAddress() {
        return new ClusterKey(namespace, service, port, tls, true);
    }

    @Override
    public int compareTo(ClusterKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace
                + "/"
                + service
                + (port.isEmpty() ? "" : ":" + port)
                + (byAddress ? " by its address" : "")
                + (tls == null ? "" : " (" + tls + ")");
    }
}
