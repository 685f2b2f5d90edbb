package io.tailrace.core.handoff;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Open downstream connections of all cores, against their limits, and how they are spread.
 *
 * <p>A connection is claimed before it is accepted, so that the limit is never passed, then placed
 * on a core, and closed by that core.
 *
 * <p>Thread: handoff. Writers and readers: every core, once per connection accepted and closed.
 * Ordering: none needed beyond the counts themselves; a core that places a connection sees the
 * others' counts as they were a moment ago, and spreads a little less evenly for it. Progress:
 * lock-free for the counts; a map's bin lock per address where addresses are limited.
 */
public final class ConnectionCount {
    /** Ints between two cores' counts: two cache lines, so that cores do not disturb each other. */
    private static final int STRIDE = 32;

    /** A core this far ahead of another one is not worth a hand-over. */
    private static final int SLACK = 1;

    private final int cores;
    private final AtomicIntegerArray byCore;
    private final int limit;
    private final int limitPerAddress;
    private final AtomicLong heldUntilNs = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<Object, Integer> byAddress = new ConcurrentHashMap<>();

    /**
     * Limits of 1 or more; {@link Integer#MAX_VALUE} for none.
     *
     * @param cores 1 or more
     */
    public ConnectionCount(int cores, int limit, int limitPerAddress) {
        this.cores = cores;
        this.byCore = new AtomicIntegerArray((cores + 1) * STRIDE);
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    /** Whether addresses are to be counted at all. */
    public boolean limitsAddresses() {
        return limitPerAddress != Integer.MAX_VALUE;
    }

    /** Whether another connection may be accepted. */
    public boolean hasRoom() {
        return open.get() < limit;
    }

    /**
     * Descriptors are needed for connections to pods: no core accepts for a while.
     *
     * @param untilNs by the clock of the cores
     */
    public void hold(long untilNs) {
        heldUntilNs.set(untilNs);
    }

    /** Whether accepting is held up at this time. */
    public boolean isHeld(long nowNs) {
        return nowNs < heldUntilNs.get();
    }

    /** Whether more than nine tenths of the limit are open: idle ones should go. */
    public boolean isTight() {
        return open.get() > limit - limit / 10;
    }

    /**
     * Counts a connection that is about to be accepted.
     *
     * @return whether it may be
     */
    public boolean claim() {
        for (int now = open.get(); now < limit; now = open.get()) {
            if (open.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Nobody was there to be accepted: undoes {@link #claim}. */
    public void unclaim() {
        open.decrementAndGet();
    }

    /**
     * Chooses the core of a claimed connection, and counts it there: the one that accepted it,
     * unless it is ahead of the one with the fewest by more than a quarter.
     *
     * @param acceptedBy number of the core that accepted it
     */
    public int place(int acceptedBy) {
        int own = on(acceptedBy);
        int core = acceptedBy;
        int fewest = own;
        for (int other = 0; other < cores; other++) {
            int count = on(other);
            if (count < fewest) {
                fewest = count;
                core = other;
            }
        }
        if (own - fewest <= Math.max(SLACK, fewest / 4)) {
            core = acceptedBy;
        }
        byCore.incrementAndGet(slot(core));
        return core;
    }

    /** A placed connection could not be handed over. */
    public void move(int from, int to) {
        byCore.incrementAndGet(slot(to));
        byCore.decrementAndGet(slot(from));
    }

    /** Connections placed on a core and not closed. */
    public int on(int core) {
        return byCore.get(slot(core));
    }

    private static int slot(int core) {
        return (core + 1) * STRIDE;
    }

    /**
     * Counts an open connection for its client, where addresses are limited.
     *
     * @param address key of the client's address
     * @return whether it may stay; if not, the address was not counted
     */
    public boolean admit(Object address) {
        if (byAddress.merge(address, 1, Integer::sum) > limitPerAddress) {
            forget(address);
            return false;
        }
        return true;
    }

    /**
     * Counts a placed connection out again.
     *
     * @param core where it was placed
     * @param address that it was admitted by, null if it was not
     */
    public void close(int core, @Nullable Object address) {
        byCore.decrementAndGet(slot(core));
        open.decrementAndGet();
        if (address != null) {
            forget(address);
        }
    }

    private void forget(Object address) {
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
}
