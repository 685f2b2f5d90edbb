package io.tailrace.core.cluster;

import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.share.SharedMap;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.UpstreamTls;
import java.util.Arrays;
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
    private final SharedMap<ClusterKey, Cluster> byKey;
    private final @Nullable Endpoint[] endpoints;
    private final Set<UpstreamTls> upstreamTls;

    private Snapshot(
            long generation,
            RouteTable routes,
            CertTable certificates,
            SharedMap<ClusterKey, Cluster> byKey,
            @Nullable Cluster[] clusters,
            @Nullable Endpoint[] endpoints,
            Set<UpstreamTls> upstreamTls) {
        this.generation = generation;
        this.routes = routes;
        this.certificates = certificates;
        this.byKey = byKey;
        this.clusters = clusters;
        this.endpoints = endpoints;
        this.upstreamTls = upstreamTls;
    }

    /** What a core works by before the first publish: no rule, no cluster. */
    public static Snapshot empty() {
        return new Snapshot(
                0,
                RouteTable.empty(),
                CertTable.empty(),
                SharedMap.empty(),
                new Cluster[0],
                new Endpoint[0],
                Set.of());
    }

    /**
     * A snapshot that shares nothing with others.
     *
     * @param generation 1 or more, larger than that of every snapshot before it
     * @param clusters in any order, each id once; every cluster id of {@code routes} is among them
     */
    public static Snapshot of(
            long generation, RouteTable routes, List<Cluster> clusters, CertTable certificates) {
        Set<UpstreamTls> upstreamTls = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (Cluster cluster : clusters) {
            if (!ids.add(cluster.id())) {
                throw new IllegalArgumentException("cluster id " + cluster.id() + " twice");
            }
            for (int i = 0; i < cluster.size(); i++) {
                UpstreamTls tls = cluster.endpoint(i).tls();
                if (tls != null) {
                    upstreamTls.add(tls);
                }
            }
        }
        return empty().with(generation, routes, clusters, List.of(), upstreamTls, certificates);
    }

    /**
     * The snapshot that follows this one. Of clusters and endpoints two arrays are copied, all else
     * that is not given is shared.
     *
     * @param generation larger than this one's
     * @param put clusters that are new, or another object than before
     * @param gone the former objects of clusters that are no more
     * @param nextUpstreamTls all ways in which pods are spoken to over TLS
     */
    public Snapshot with(
            long generation,
            RouteTable nextRoutes,
            List<Cluster> put,
            List<Cluster> gone,
            Set<UpstreamTls> nextUpstreamTls,
            CertTable nextCertificates) {
        @Nullable Cluster[] nextClusters = clusters;
        @Nullable Endpoint[] nextEndpoints = endpoints;
        if (!put.isEmpty() || !gone.isEmpty()) {
            nextClusters = Arrays.copyOf(clusters, Math.max(clusters.length, clusterBound(put)));
            nextEndpoints =
                    Arrays.copyOf(endpoints, Math.max(endpoints.length, endpointBound(put)));
            for (Cluster cluster : gone) {
                clear(nextClusters, nextEndpoints, cluster.id());
            }
            // What a cluster gives up another one cannot have yet: ids rest for a generation.
            for (Cluster cluster : put) {
                clear(nextClusters, nextEndpoints, cluster.id());
            }
            for (Cluster cluster : put) {
                nextClusters[cluster.id()] = cluster;
                for (int i = 0; i < cluster.size(); i++) {
                    nextEndpoints[cluster.endpoint(i).id()] = cluster.endpoint(i);
                }
            }
        }
        return new Snapshot(
                generation,
                nextRoutes,
                nextCertificates,
                byKey.with(byKey(put), keys(gone)),
                trim(nextClusters),
                trim(nextEndpoints),
                nextUpstreamTls);
    }

    private static void clear(
            @Nullable Cluster[] clusters, @Nullable Endpoint[] endpoints, int id) {
        Cluster former = clusters[id];
        if (former != null) {
            clusters[id] = null;
            for (int i = 0; i < former.size(); i++) {
                endpoints[former.endpoint(i).id()] = null;
            }
        }
    }

    private static int clusterBound(List<Cluster> clusters) {
        int bound = 0;
        for (Cluster cluster : clusters) {
            bound = Math.max(bound, cluster.id() + 1);
        }
        return bound;
    }

    private static int endpointBound(List<Cluster> clusters) {
        int bound = 0;
        for (Cluster cluster : clusters) {
            for (int i = 0; i < cluster.size(); i++) {
                bound = Math.max(bound, cluster.endpoint(i).id() + 1);
            }
        }
        return bound;
    }

    private static Map<ClusterKey, Cluster> byKey(List<Cluster> clusters) {
        Map<ClusterKey, Cluster> byKey = HashMap.newHashMap(clusters.size());
        clusters.forEach(cluster -> byKey.put(cluster.key(), cluster));
        return byKey;
    }

    private static Set<ClusterKey> keys(List<Cluster> clusters) {
        Set<ClusterKey> keys = HashSet.newHashSet(clusters.size());
        clusters.forEach(cluster -> keys.add(cluster.key()));
        return keys;
    }

    /** Without what is empty at the end: few endpoints after many cost little again. */
    private static <T> @Nullable T[] trim(@Nullable T[] array) {
        int length = array.length;
        while (length > 0 && array[length - 1] == null) {
            length--;
        }
        return length == array.length ? array : Arrays.copyOf(array, length);
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
        for (Cluster cluster : clusters) {
            for (int i = 0; cluster != null && i < cluster.size(); i++) {
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
