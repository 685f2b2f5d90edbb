package io.tailrace.core.loop;

import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.loop.Deferred.Task;

/**
 * Bounds what dear steps are taken in one turn: what is computed for those who come delays those
 * that are here. Who may not take one waits in line, so that however many wait, they take no part
 * of the turn.
 *
 * <p>Thread: core.
 */
public final class StepsPerTurn extends Task {
    private final CoreStats stats;
    private final Deferred deferred;
    private final int most;
    private final WaitingLine waiting = new WaitingLine();
    private long turn;
    private int steps;

    /** Steps of the next turn, for those who were released in this one. */
    private int promised;

    public StepsPerTurn(CoreStats stats, Deferred deferred, int most) {
        this.stats = stats;
        this.deferred = deferred;
        this.most = most;
    }

    /**
     * Whether a step may be taken now; counts it. If not, the task is run when it may, and asks
     * again.
     */
    public boolean mayStep(Task task) {
        if (stats.get(Counter.TURNS) != turn) {
            turn = stats.get(Counter.TURNS);
            steps = promised;
            promised = 0;
        }
        if (task.released) {
            task.released = false;
            return true;
        }
        if (steps < most && waiting.isEmpty()) {
            steps++;
            return true;
        }
        waiting.add(task);
        deferred.add(this);
        return false;
    }

    /** Once in a turn: the next ones take their steps in the turn after it. */
    @Override
    public void run() {
        for (int i = 0; i < most; i++) {
            Task next = waiting.poll();
            if (next == null) {
                return;
            }
            next.released = true;
            promised++;
            deferred.add(next);
        }
        if (!waiting.isEmpty()) {
            deferred.add(this);
        }
    }

    @Override
    public void onFailure() {
        deferred.add(this);
    }
}
