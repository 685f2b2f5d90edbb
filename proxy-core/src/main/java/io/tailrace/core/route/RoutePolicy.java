package io.tailrace.core.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How requests of a rule are treated, besides what their host says. Many rules share one.
 *
 * <p>Thread: any (immutable).
 *
 * @param bodyBytes the most of a request's body; {@link #UNSTATED}: what the process says
 * @param waits how long pods are waited for
 * @param balance how an endpoint is chosen
 * @param fallback takes the requests while the rule's target has no endpoint; null: nobody
 */
public record RoutePolicy(
        long bodyBytes, RouteWaits waits, Balance balance, @Nullable ClusterKey fallback) {

    public static final long UNSTATED = -1;

    /** As the process says. */
    public static final RoutePolicy DEFAULT =
            new RoutePolicy(UNSTATED, RouteWaits.DEFAULT, Balance.LEAST_REQUESTS, null);

    /** The most of a request's body, where the process says this. */
    public long bodyBytes(long ofProcess) {
        return bodyBytes == UNSTATED ? ofProcess : bodyBytes;
    }

    /** What differs from the default, for people; empty: nothing. */
    @Override
    public String toString() {
        List<String> stated = new ArrayList<>();
        if (bodyBytes != UNSTATED) {
            stated.add("body at most " + bodyBytes + " B");
        }
        addTime(stated, "connect", waits.connect());
        addTime(stated, "response head", waits.responseHead());
        addTime(stated, "response body", waits.responseBodyGap());
        addTime(stated, "tunnel idle", waits.tunnelIdle());
        addTime(stated, "exchange", waits.exchange());
        if (balance != Balance.LEAST_REQUESTS) {
            stated.add("round-robin");
        }
        if (fallback != null) {
            stated.add("else to " + fallback);
        }
        return String.join(", ", stated);
    }

    private static void addTime(List<String> stated, String name, long timeNs) {
        if (timeNs > 0) {
            stated.add(name + " in " + Duration.ofNanos(timeNs).toMillis() + " ms");
        }
    }
}
