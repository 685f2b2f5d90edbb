package io.tailrace.core.exchange;

import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.EndpointPicker;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.HostRoutes;
import io.tailrace.core.route.RoutePolicy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What justifies that a request went where it went: the route with the generation it was found in,
 * and the endpoint of each attempt, the last one with the generation it was picked in.
 *
 * <p>Thread: core.
 */
final class FlowPair {
    private final @Nullable Endpoint[] tried = new @Nullable Endpoint[RetryRule.MAX_ATTEMPTS];

    /** Of the host that decided; the route is the one at {@link #place}. */
    private @Nullable HostRoutes routes;

    private int place;
    private long routeGeneration;
    private long pickGeneration;
    private int attempts;

    void clear() {
        Arrays.fill(tried, null);
        routes = null;
        attempts = 0;
    }

    void routed(HostRoutes ofHost, int placeOfRoute, Snapshot snapshot) {
        routes = ofHost;
        place = placeOfRoute;
        routeGeneration = snapshot.generation();
    }

    boolean isRouted() {
        return routes != null;
    }

    long routeGeneration() {
        return routeGeneration;
    }

    /** Attempts made so far. */
    int attempts() {
        return attempts;
    }

    /** Why {@link #pick} found nothing. */
    Fault whyNone(Snapshot snapshot) {
        Cluster cluster = clusterIn(snapshot);
        return cluster == null || cluster.size() == 0 ? Fault.NO_ENDPOINTS : Fault.ENDPOINTS_BUSY;
    }

    /** The endpoint of the next attempt; null when there is none to send it to. */
    @Nullable Endpoint pick(EndpointPicker picker, Snapshot snapshot) {
        Cluster cluster = clusterIn(snapshot);
        Endpoint endpoint =
                cluster == null ? null : picker.pick(cluster, policy().balance(), tried, attempts);
        if (endpoint != null) {
            pickGeneration = snapshot.generation();
            tried[attempts++] = endpoint;
        }
        return endpoint;
    }

    /** Of the route. */
    RoutePolicy policy() {
        return found().rule(place).policy();
    }

    private HostRoutes found() {
        HostRoutes found = routes;
        if (found == null) {
            throw new IllegalStateException("attempt without a route");
        }
        return found;
    }

    /** The rule's target; while that has no endpoint, what the rule states for this case. */
    private @Nullable Cluster clusterIn(Snapshot snapshot) {
        Cluster target = targetIn(snapshot);
        ClusterKey fallback = policy().fallback();
        return fallback == null || (target != null && target.size() > 0)
                ? target
                : snapshot.cluster(fallback);
    }

    /**
     * The dense id holds in the very snapshot that the route was found in; any other is asked by
     * name.
     */
    private @Nullable Cluster targetIn(Snapshot snapshot) {
        return snapshot.generation() == routeGeneration
                ? snapshot.cluster(found().clusterId(place))
                : snapshot.cluster(found().rule(place).target());
    }

    @Override
    public String toString() {
        return routes == null
                ? "not routed"
                : routes.rule(place)
                        + " of generation "
                        + routeGeneration
                        + ", attempts "
                        + Arrays.asList(tried).subList(0, attempts)
                        + ", the last picked in generation "
                        + pickGeneration;
    }
}
