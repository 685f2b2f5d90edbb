package io.tailrace.control.publish;

import io.tailrace.core.handoff.GenerationBoard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Which cores lag: a core should see a generation within one turn, and one that has not within a
 * second is stuck or starved. Until it has, no id of that time is used again, and its requests go
 * by old rules.
 *
 * <p>Thread: control.
 */
final class CoreLag {
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = System.getLogger("io.tailrace.control");

    /** What is known of one core. */
    private static final class Watched {
        /** The generation that it is waited for to see; 0: it has seen the newest. */
        private long awaited;

        private long sinceNs;
        private boolean told;
    }

    private final GenerationBoard board;
    private final Watched[] cores;
    private long newest;

    CoreLag(GenerationBoard board) {
        this.board = board;
        this.cores = new Watched[board.cores()];
        for (int core = 0; core < cores.length; core++) {
            cores[core] = new Watched();
        }
    }

    /**
     * Looks how far the cores are.
     *
     * @param generation the newest one
     */
    void check(long generation, long nowNs) {
        newest = generation;
        for (int core = 0; core < cores.length; core++) {
            check(cores[core], core, nowNs);
        }
    }

    private void check(Watched watched, int core, long nowNs) {
        long seen = board.seen(core);
        if (watched.awaited > 0 && seen >= watched.awaited) {
            if (watched.told) {
                LOG.log(Level.INFO, "core " + core + " has seen generation " + seen);
            }
            watched.awaited = 0;
            watched.told = false;
        }
        if (watched.awaited == 0) {
            if (seen < newest) {
                watched.awaited = newest;
                watched.sinceNs = nowNs;
            }
        } else if (!watched.told && nowNs - watched.sinceNs >= LONGEST_NS) {
            watched.told = true;
            LOG.log(
                    Level.WARNING,
                    "core "
                            + core
                            + " lags: it works by generation "
                            + seen
                            + " and has not seen generation "
                            + watched.awaited
                            + " for a second; look for long turns (tailrace_core_long_turns_total)"
                            + " and a busy machine");
        }
    }

    /** Nanoseconds until there is something to look at again; {@code Long.MAX_VALUE}: never. */
    long dueInNs(long nowNs) {
        long dueInNs = Long.MAX_VALUE;
        for (Watched watched : cores) {
            if (watched.awaited > 0) {
                long leftNs = watched.sinceNs + LONGEST_NS - nowNs;
                // Told, it is looked at once a second until it has caught up.
                dueInNs = Math.min(dueInNs, leftNs > 0 ? leftNs : LONGEST_NS);
            }
        }
        return dueInNs;
    }
}
