package io.tailrace.control.compile;

import io.tailrace.core.cluster.Cluster;
import java.util.List;

/**
 * What is different among the clusters of two generations.
 *
 * <p>Thread: any (immutable).
 *
 * @param put new ones, and those that have other endpoints
 * @param gone those that no rule names any more
 */
public record ClusterChanges(List<Cluster> put, List<Cluster> gone) {
    public boolean isNone() {
        return put.isEmpty() && gone.isEmpty();
    }
}
