package io.tailrace.core.loop;

import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;

/**
 * Bounds what dear steps are taken in one turn: what is computed for those who come delays those
 * that are here.
 *
 * <p>Thread: core.
 */
public final class StepsPerTurn {
    private final CoreStats stats;
    private final int most;
    private long turn;
    private int steps;

    public StepsPerTurn(CoreStats stats, int most) {
        this.stats = stats;
        this.most = most;
    }

    /** Whether another step may be taken in this turn; counts it. */
    public boolean mayStep() {
        if (stats.get(Counter.TURNS) != turn) {
            turn = stats.get(Counter.TURNS);
            steps = 0;
        }
        return steps++ < most;
    }
}
