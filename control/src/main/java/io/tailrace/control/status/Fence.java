package io.tailrace.control.status;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Until when this process may write. It may from a renewal of its lease on, for a time that ends
 * well before another process can take the lease over: what was sent at the last moment has
 * arrived, or been given up, by then. Time alone closes it, so it also does when the thread of the
 * election has been held up.
 *
 * <p>Thread: handoff. Writer: the thread of the election. Readers: any thread, right before each
 * write.
 */
final class Fence {
    static final long OPEN_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long CLOSED = Long.MIN_VALUE;
    private final AtomicLong untilNs = new AtomicLong(CLOSED);

    /**
     * The lease is ours.
     *
     * @param sentNs when the renewal was sent: the lease is not older than that
     */
    void renewed(long sentNs) {
        long until = sentNs + OPEN_NS;
        untilNs.set(until == CLOSED ? until + 1 : until);
    }

    /** The lease is another's, or nobody's. */
    void close() {
        untilNs.set(CLOSED);
    }

    boolean isOpen(long nowNs) {
        long until = untilNs.get();
        return until != CLOSED && until - nowNs > 0;
    }
}
