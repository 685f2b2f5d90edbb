package io.tailrace.core.loop;

import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;

/**
 * The time and the snapshot of one turn: both are read once, after the select, and then do not
 * change until the next turn.
 *
 * <p>Thread: core.
 */
public final class DutyCycle {
    private static final long WALL_CLOCK_PERIOD_NS = 100_000_000;

    private final int core;
    private final Clock clock;
    private final SnapshotCell cell;
    private final GenerationBoard board;
    private Snapshot snapshot;
    private long nowNs;
    private long epochSeconds;
    private long wallClockReadAtNs;

    DutyCycle(int core, Clock clock, SnapshotCell cell, GenerationBoard board) {
        this.core = core;
        this.clock = clock;
        this.cell = cell;
        this.board = board;
        this.snapshot = cell.current();
        this.nowNs = clock.nanoTime();
        readWallClock();
    }

    /** Starts a turn. Returns whether it brought a new snapshot. */
    boolean begin() {
        nowNs = clock.nanoTime();
        if (nowNs - wallClockReadAtNs >= WALL_CLOCK_PERIOD_NS) {
            readWallClock();
        }
        Snapshot newest = cell.current();
        if (newest == snapshot) {
            return false;
        }
        snapshot = newest;
        board.reportSeen(core, newest.generation());
        return true;
    }

    /** Whether a turn that started now would bring a new snapshot. */
    boolean isBehind() {
        return cell.current() != snapshot;
    }

    /** When this turn began; compare by subtraction. */
    public long nowNs() {
        return nowNs;
    }

    /**
     * Wall-clock time in seconds since 1970, at most 100 ms old: for Date fields, not for
     * measuring.
     */
    public long epochSeconds() {
        return epochSeconds;
    }

    /** What this turn decides by. Never kept beyond the turn. */
    public Snapshot snapshot() {
        return snapshot;
    }

    private void readWallClock() {
        epochSeconds = clock.epochSeconds();
        wallClockReadAtNs = nowNs;
    }
}
