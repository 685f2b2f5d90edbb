package io.tailrace.core.upstream;

import io.tailrace.core.loop.Timer;
import io.tailrace.core.loop.Timers;
import io.tailrace.core.route.RouteWaits;

/**
 * The one deadline of a leased connection that counts now: that of the side that is due. While
 * neither is, there is none.
 *
 * <p>Thread: core.
 */
final class LeaseDeadline {
    private final Timers timers;
    private final Timer timer;
    private final PodWaits waits;
    private RouteWaits routeWaits = RouteWaits.DEFAULT;

    /** The deadline is that of a pod that takes nothing. */
    private boolean stalling;

    LeaseDeadline(Timers timers, Timer timer, PodWaits waits) {
        this.timers = timers;
        this.timer = timer;
        this.waits = waits;
    }

    /** For another exchange, which waits as its route says. */
    void follow(RouteWaits ofExchange) {
        routeWaits = ofExchange;
    }

    /** Until the request is under way. */
    void none() {
        stalling = false;
        timers.clear(timer);
    }

    /** The pod has taken some of the backlog. */
    void flushed() {
        if (stalling) {
            stalling = false;
            timers.clear(timer);
        }
    }

    /**
     * Something has moved.
     *
     * @param requestEnded whether the pod has all of the request
     * @param begun whether a byte of the response has come
     * @param paused whether the client does not take what is there
     */
    void arm(
            UpstreamState state,
            boolean stalled,
            boolean requestEnded,
            boolean begun,
            boolean paused,
            long nowNs) {
        boolean wasStalling = stalling;
        stalling = stalled;
        if (stalled && wasStalling) {
            // Whatever the pod sends meanwhile does not move it.
            return;
        }
        boolean headUnderWay =
                state == UpstreamState.AWAITING_HEAD && requestEnded && begun && !paused;
        if (headUnderWay && !stalled && timer.isSet()) {
            // A total: bytes that trickle in do not move it.
            return;
        }
        long waitNs =
                switch (state) {
                    case AWAITING_HEAD, IN_BODY, TUNNEL ->
                            stalled ? waits.writeStall() : unstalled(state, requestEnded, paused);
                    case DIALLING, IDLE, CLOSED -> 0;
                };
        if (waitNs == 0) {
            timers.clear(timer);
        } else {
            timers.set(timer, nowNs + waitNs);
        }
    }

    private long unstalled(UpstreamState state, boolean requestEnded, boolean paused) {
        return switch (state) {
            case AWAITING_HEAD ->
                    requestEnded && !paused
                            ? RouteWaits.or(routeWaits.responseHead(), waits.head())
                            : 0;
            case TUNNEL -> RouteWaits.or(routeWaits.tunnelIdle(), waits.tunnelIdle());
            default -> paused ? 0 : RouteWaits.or(routeWaits.responseBodyGap(), waits.bodyGap());
        };
    }

    /** What it means that the deadline has passed. */
    static UpstreamFailure failure(UpstreamState state, boolean stalled) {
        if (stalled) {
            return UpstreamFailure.WRITE_TIMEOUT;
        }
        return switch (state) {
            case TUNNEL -> UpstreamFailure.TUNNEL_IDLE;
            case IN_BODY -> UpstreamFailure.BODY_TIMEOUT;
            default -> UpstreamFailure.HEAD_TIMEOUT;
        };
    }
}
