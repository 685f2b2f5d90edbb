package io.tailrace.control.status;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the status thread has done.
 *
 * <p>Thread: handoff. Writer: the status thread. Readers: any thread. Each number by itself is
 * right; two of them may be of different moments.
 */
public final class StatusStats {
    private final AtomicLong leading = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLongArray statusWrites = new AtomicLongArray(WriteResult.values().length);
    private final AtomicLongArray eventWrites = new AtomicLongArray(WriteResult.values().length);

    void setLeading(boolean leads) {
        leading.set(leads ? 1 : 0);
    }

    void setPending(int ingresses) {
        pending.set(ingresses);
    }

    void setEvents(int known) {
        events.set(known);
    }

    void countStatus(WriteResult result) {
        statusWrites.incrementAndGet(result.ordinal());
    }

    void countEvent(WriteResult result) {
        eventWrites.incrementAndGet(result.ordinal());
    }

    /** 1: this process leads. */
    public long leading() {
        return leading.get();
    }

    /** Ingresses whose status is to be written, now or once they are in force. */
    public long pending() {
        return pending.get();
    }

    /** Events that are there, or about to be. */
    public long events() {
        return events.get();
    }

    /** Writes of statuses that ended like this. */
    public long statusWrites(WriteResult result) {
        return statusWrites.get(result.ordinal());
    }

    /** Writes of events that ended like this. */
    public long eventWrites(WriteResult result) {
        return eventWrites.get(result.ordinal());
    }
}
