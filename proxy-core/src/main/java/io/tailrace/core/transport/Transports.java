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

    private static final int WOKEN_PER_TURN = 16;

    /** Most bytes that a read, together with what was left before, lends. */
    public static final int MAX_INPUT = 64 * 1024;

    private final IoBuffer readArea = new IoBuffer(HEADROOM + MAX_INPUT + TAILROOM);
    private final ArrayDeque<Deferred.Task> clients = new ArrayDeque<>();
    private final ArrayDeque<Deferred.Task> pods = new ArrayDeque<>();
    private final Waker waker = new Waker();
    private final BufferPool pool;
    private final Deferred deferred;

    /**
     * @param budgetBytes upper bound of pooled memory
     */
    public Transports(long budgetBytes, Deferred deferred) {
        this.pool = new BufferPool(budgetBytes, this::onGiven);
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
     * Whether a handler may read from a client now. If not, the task is run when it may; until then
     * the caller drops its interest in reading.
     */
    public boolean mayReadClient(Deferred.Task whenRecovered) {
        return pool.isAmple() || waitsIn(clients, whenRecovered);
    }

    /**
     * As {@link #mayReadClient}, for reading from a pod: what it sends brings an exchange nearer to
     * its end, and buffers back.
     */
    public boolean mayReadPod(Deferred.Task whenRecovered) {
        return pool.hasReserve() || waitsIn(pods, whenRecovered);
    }

    private static boolean waitsIn(ArrayDeque<Deferred.Task> queue, Deferred.Task task) {
        queue.addLast(task);
        return false;
    }

    private void onGiven() {
        if (waker.isDue()) {
            deferred.add(waker);
        }
    }

    /**
     * Wakes waiters, some in each turn, as long as there is enough. They ask again before they
     * read.
     */
    private final class Waker extends Deferred.Task {
        boolean isDue() {
            return (!pods.isEmpty() && pool.hasReserve()) || (!clients.isEmpty() && pool.isAmple());
        }

        @Override
        public void run() {
            for (int i = 0; i < WOKEN_PER_TURN && isDue(); i++) {
                deferred.add(pods.isEmpty() ? clients.removeFirst() : pods.removeFirst());
            }
            if (isDue()) {
                deferred.add(this);
            }
        }

        @Override
        public void onFailure() {
            // Those who wait are asked again when the next buffer comes back.
        }
    }
}
