package io.tailrace.core.observe;

import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;

/**
 * Writes down how exchanges went.
 *
 * <p>Thread: core.
 */
public final class CoreRecorder {
    private final CoreStats stats;

    public CoreRecorder(CoreStats stats) {
        this.stats = stats;
    }

    /** An exchange has been routed or refused: it will be recorded once. */
    public void begin() {
        stats.increment(Counter.EXCHANGES_OPEN);
    }

    /**
     * An exchange is over.
     *
     * @param status of the final response, 0 when none was sent
     * @param complete whether the client got all of it
     * @param latencyNs from the first byte of the request to the last of the response, by the clock
     *     of the turns
     */
    public void record(int status, boolean complete, long latencyNs) {
        stats.decrement(Counter.EXCHANGES_OPEN);
        if (status != 0) {
            stats.countResponse(status);
        }
        if (complete) {
            stats.recordLatency(latencyNs);
        } else {
            stats.increment(Counter.CUTS);
        }
    }

    public void interim(int status) {
        stats.countResponse(status);
    }

    public void retry() {
        stats.increment(Counter.RETRIES);
    }

    /**
     * The proxy answered or cut by itself.
     *
     * @param reason index into the reasons that the stats were made with
     */
    public void reason(int reason) {
        stats.countReason(reason);
    }
}
