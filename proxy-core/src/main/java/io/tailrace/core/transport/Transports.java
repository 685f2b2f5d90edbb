package io.tailrace.core.transport;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.loop.Deferred;
import java.util.ArrayDeque;

/**
 * What all transports of a core share: the read area, which the next read overwrites, the pool, and
 * the queue of those who wait for it.
 *
 * <p>Thread: core.
 */
public final class Transports {
    /**
     * Writable bytes before what a read brings: room to put a rewritten head or a chunk line before
     * a body, without copying the body.
     */
    public static final int HEADROOM = 3 * 1024;

    /**
     * Writable bytes behind what a read brings: room for the end of a chunk and of a chunked body.
     */
    public static final int TAILROOM = 64;

    /** Most bytes that a read, together with what was left before, lends. */
    public static final int MAX_INPUT = 64 * 1024;

    private final IoBuffer readArea = new IoBuffer(HEADROOM + MAX_INPUT + TAILROOM);
    private final ArrayDeque<Deferred.Task> waiters = new ArrayDeque<>();
    private final BufferPool pool;
    private final Deferred deferred;

    /**
     * @param budgetBytes upper bound of pooled memory
     */
    public Transports(long budgetBytes, Deferred deferred) {
        this.pool = new BufferPool(budgetBytes, this::wakeWaiters);
        this.deferred = deferred;
    }

    /** A transport that sends and receives bytes as they are, interested in reading. */
    public Transport plain(Wire wire) {
        return new PlainTransport(wire, this);
    }

    /** A transport of a wire that is connecting. */
    public Transport plainConnecting(Wire wire) {
        PlainTransport transport = new PlainTransport(wire, this);
        transport.beginConnect();
        return transport;
    }

    public BufferPool pool() {
        return pool;
    }

    IoBuffer readArea() {
        return readArea;
    }

    /**
     * Whether a handler may read now. If not, the task is run when it may; until then the caller
     * drops its interest in reading.
     */
    public boolean mayRead(Deferred.Task whenRecovered) {
        if (!pool.low()) {
            return true;
        }
        waiters.addLast(whenRecovered);
        return false;
    }

    private void wakeWaiters() {
        for (Deferred.Task task = waiters.pollFirst(); task != null; task = waiters.pollFirst()) {
            deferred.add(task);
        }
    }
}
