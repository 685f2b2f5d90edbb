package io.tailrace.core.cluster;

import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.UpstreamTls;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Everything a core decides by, for one generation: the route table, the clusters its routes name,
 * and the certificates. A core holds it for one turn at most.
 *
 * <p>Thread: any (immutable); built by control.
 */
public final class Snapshot {
    private final long generation;
    private final RouteTable routes;
    private final CertTable certificates;
    private final @Nullable Cluster[] clusters;
    private final Map<ClusterKey, Cluster> byKey;
    private final @Nullable Endpoint[] endpoints;
    private final Set<UpstreamTls> upstreamTls = new HashSet<>();

    /**
     * @param generation 1 or more, larger than that of every snapshot before it; 0 for the empty
     *     snapshot of a start
     * @param clusters in any order, each id once; every cluster id of {@code routes} is among them
     */
    public Snapshot(
            long generation, RouteTable routes, List<Cluster> clusters, CertTable certificates) {
        this.certificates = certificates;
        this.generation = generation;
        this.routes = routes;
        int bound = clusters.stream().mapToInt(Cluster::id).max().orElse(-1) + 1;
        this.clusters = new @Nullable Cluster[bound];
        this.byKey = HashMap.newHashMap(clusters.size());
        int endpointBound = 0;
        for (Cluster cluster : clusters) {
            if (this.clusters[cluster.id()] != null) {
                throw new IllegalArgumentException("cluster id " + cluster.id() + " twice");
            }
            this.clusters[cluster.id()] = cluster;
            byKey.put(cluster.key(), cluster);
            for (int i = 0; i < cluster.size(); i++) {
                endpointBound = Math.max(endpointBound, cluster.endpoint(i).id() + 1);
            }
        }
        this.endpoints = new @Nullable Endpoint[endpointBound];
        UpstreamTls last = null;
        for (Cluster cluster : clusters) {
            for (int i = 0; i < cluster.size(); i++) {
                Endpoint endpoint = cluster.endpoint(i);
                this.endpoints[endpoint.id()] = endpoint;
                // It takes a while to hash, and all of a cluster have the same.
                UpstreamTls tls = endpoint.tls();
                if (tls != null && !tls.equals(last)) {
                    last = tls;
                    upstreamTls.add(tls);
                }
            }
        }
    }

    /** What a core works by before the first publish: no rule, no cluster. */
    public static Snapshot empty() {
        return new Snapshot(0, RouteTable.empty(), List.of(), CertTable.empty());
    }

    public long generation() {
        return generation;
    }

    public RouteTable routes() {
        return routes;
    }

    public CertTable certificates() {
        return certificates;
    }

    /** What a host asks of the certificates of its clients; null: nothing. */
    public @Nullable ClientAuth clients(ClassSettings settings) {
        return certificates.clients(settings.clients());
    }

    /**
     * What the host of this name asks of the certificates of its clients; null: nothing.
     *
     * @param host the name at {@code [offset, offset + length)}, as {@link RouteTable#host} takes
     *     it
     */
    public @Nullable ClientAuth clients(DirectBuffer host, int offset, int length) {
        return clients(routes.host(host, offset, length).settings());
    }

    /**
     * The cluster that a route of this snapshot names.
     *
     * @throws IllegalStateException when {@code id} is of another snapshot
     */
    public Cluster cluster(int id) {
        Cluster cluster = clusters[id];
        if (cluster == null) {
            throw new IllegalStateException("no cluster " + id + " in generation " + generation);
        }
        return cluster;
    }

    /** The cluster of this name, if any rule of the generation still names it. */
    public @Nullable Cluster cluster(ClusterKey key) {
        return byKey.get(key);
    }

    /** The cluster that an endpoint is in; slow. */
    public @Nullable Cluster clusterOf(Endpoint endpoint) {
        for (Cluster cluster : byKey.values()) {
            for (int i = 0; i < cluster.size(); i++) {
                if (cluster.endpoint(i) == endpoint) {
                    return cluster;
                }
            }
        }
        return null;
    }

    /** All ways in which pods are spoken to over TLS. */
    public Set<UpstreamTls> upstreamTls() {
        return Collections.unmodifiableSet(upstreamTls);
    }

    /** One more than the largest endpoint id, 0 if there is no endpoint. */
    public int endpointIdBound() {
        return endpoints.length;
    }

    /** Whether this very endpoint is in a cluster of the generation. */
    public boolean holds(Endpoint endpoint) {
        return endpoint.id() < endpoints.length && endpoints[endpoint.id()] == endpoint;
    }
}
