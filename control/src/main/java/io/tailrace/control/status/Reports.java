package io.tailrace.control.status;

import io.tailrace.control.publish.InForce;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.core.handoff.GenerationBoard;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The newest report whose generation every core has seen. While generations follow each other
 * quickly, one is picked and waited for, then the next.
 *
 * <p>Thread: status.
 */
final class Reports {
    private static final long AWAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long AWAIT_LAGGING_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SOON = 100;

    private final InForceCell cell;
    private final GenerationBoard board;
    private InForce picked;
    private @Nullable Seen seen;
    private int looks;

    Reports(InForceCell cell, GenerationBoard board) {
        this.cell = cell;
        this.board = board;
        this.picked = cell.current();
    }

    /** Null: there is none yet. */
    @Nullable Seen look() {
        if (picked.generation() == 0 || !isAwaiting()) {
            picked = cell.current();
            looks = 0;
        }
        if (isAwaiting() && picked.generation() > 0 && board.seenByAll() >= picked.generation()) {
            seen = Seen.of(picked, seen);
        }
        return seen;
    }

    private boolean isAwaiting() {
        return seen == null || !seen.isOf(picked);
    }

    /** Nanoseconds until the cores are to be asked again. */
    long dueInNs() {
        if (!isAwaiting() || picked.generation() == 0) {
            return Long.MAX_VALUE;
        }
        return looks++ < SOON ? AWAIT_NS : AWAIT_LAGGING_NS;
    }
}
