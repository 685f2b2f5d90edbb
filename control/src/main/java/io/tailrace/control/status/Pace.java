package io.tailrace.control.status;

/**
 * How fast something may be done: so many at once after a calm time, and then one for each
 * interval.
 *
 * <p>Thread: status.
 */
final class Pace {
    private final long intervalNs;
    private final long burstNs;

    /** When all that was done would have been done at one for each interval. */
    private long paidNs;

    private boolean begun;

    Pace(long intervalNs, int burst) {
        this.intervalNs = intervalNs;
        this.burstNs = intervalNs * burst;
    }

    /** Nanoseconds until the next one; 0: now. */
    long dueInNs(long nowNs) {
        return begun ? Math.max(0, paidNs + intervalNs - burstNs - nowNs) : 0;
    }

    /** One is done. */
    void done(long nowNs) {
        paidNs = (begun && paidNs - nowNs > 0 ? paidNs : nowNs) + intervalNs;
        begun = true;
    }
}
