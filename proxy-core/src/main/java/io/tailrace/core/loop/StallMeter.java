package io.tailrace.core.loop;

import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;

/**
 * Counts turns, and those during which other connections waited noticeably.
 *
 * <p>Thread: core.
 */
final class StallMeter {
    private static final long LONG_TURN_NS = 10_000_000;

    private final CoreStats stats;

    StallMeter(CoreStats stats) {
        this.stats = stats;
    }

    /**
     * Counts a turn.
     *
     * @param turnNs from the end of the select to the start of the next
     */
    void turnTook(long turnNs) {
        stats.increment(Counter.TURNS);
        if (turnNs > LONG_TURN_NS) {
            stats.increment(Counter.LONG_TURNS);
        }
    }
}
