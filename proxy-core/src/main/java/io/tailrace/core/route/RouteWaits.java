package io.tailrace.core.route;

/**
 * How long requests of a rule wait for pods, in nanoseconds; 0: as long as the process says.
 *
 * <p>Thread: any (immutable).
 *
 * @param connect total, per attempt
 * @param responseHead total, from the end of the request
 * @param responseBodyGap between two reads of a response body
 * @param tunnelIdle while no byte passes an upgraded connection either way
 * @param exchange total, from the end of the request's head
 */
public record RouteWaits(
        long connect, long responseHead, long responseBodyGap, long tunnelIdle, long exchange) {

    /** As the process says. */
    public static final RouteWaits DEFAULT = new RouteWaits(0, 0, 0, 0, 0);

    public RouteWaits {
        if ((connect | responseHead | responseBodyGap | tunnelIdle | exchange) < 0) {
            throw new IllegalArgumentException("a time below 0");
        }
    }

    /** What counts: {@code stated}, or what the process says if that is 0. */
    public static long or(long stated, long ofProcess) {
        return stated == 0 ? ofProcess : stated;
    }
}
