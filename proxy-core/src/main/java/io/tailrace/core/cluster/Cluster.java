package io.tailrace.core.cluster;

import io.tailrace.core.route.ClusterKey;
import java.util.List;

/**
 * The endpoints of one service port. No endpoint is a legal state: its requests get 503.
 *
 * <p>Thread: any (immutable).
 */
public final class Cluster {
    private final int id;
    private final ClusterKey key;
    private final Endpoint[] endpoints;

    /**
     * @param id dense, 0 or more: the index in the snapshot's clusters
     * @param endpoints ready ones, without duplicates
     */
    public Cluster(int id, ClusterKey key, List<Endpoint> endpoints) {
        this.id = id;
        this.key = key;
        this.endpoints = endpoints.toArray(Endpoint[]::new);
    }

    public int id() {
        return id;
    }

    public ClusterKey key() {
        return key;
    }

    /** Number of endpoints, 0 or more. */
    public int size() {
        return endpoints.length;
    }

    /** The endpoint at {@code index}, 0 to {@link #size()} - 1. */
    public Endpoint endpoint(int index) {
        return endpoints[index];
    }

    @Override
    public String toString() {
        return key + List.of(endpoints).toString();
    }
}
