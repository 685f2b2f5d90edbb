package io.tailrace.core.handoff;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Open downstream connections of all cores, against their limits.
 *
 * <p>Thread: handoff. Writers and readers: every core, once per connection accepted and closed.
 * Ordering: none needed beyond the counts themselves. Progress: lock-free for the total; a map's
 * bin lock per address where addresses are limited.
 */
public final class ConnectionCount {
    private final int limit;
    private final int limitPerAddress;
    private final AtomicLong heldUntilNs = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentHashMap<Object, Integer> byAddress = new ConcurrentHashMap<>();

    /** Limits of 1 or more; {@link Integer#MAX_VALUE} for none. */
    public ConnectionCount(int limit, int limitPerAddress) {
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

    /** Counts an accepted connection. */
    public void open() {
        open.incrementAndGet();
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
     * Counts a connection out again.
     *
     * @param address that it was admitted by, null if it was not
     */
    public void close(@Nullable Object address) {
        open.decrementAndGet();
        if (address != null) {
            forget(address);
        }
    }

    private void forget(Object address) {
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
}
