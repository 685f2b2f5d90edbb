package io.tailrace.core.transport;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.DutyCycle;
import io.tailrace.core.loop.WaitingLine;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

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

    /** All that a handler may write at once. */
    private static final int MAX_OUTPUT = HEADROOM + MAX_INPUT + TAILROOM;

    private final IoBuffer readArea = new IoBuffer(MAX_OUTPUT);

    /** What is read from the wires of TLS connections is opened from here. */
    private @Nullable IoBuffer sealedInput;

    /** What is written to TLS connections is sealed here, and leaves within the same handler. */
    private @Nullable IoBuffer sealedOutput;

    private final WaitingLine clients = new WaitingLine();
    private final WaitingLine pods = new WaitingLine();
    private final Waker waker = new Waker();
    private final BufferPool pool;
    private final Deferred deferred;
    private final DutyCycle duty;

    /**
     * @param budgetBytes upper bound of pooled memory
     */
    public Transports(long budgetBytes, CoreLoop loop) {
        this.pool = new BufferPool(budgetBytes, this::onGiven);
        this.deferred = loop.deferred();
        this.duty = loop.duty();
    }

    /** A transport that sends and receives bytes as they are, interested in reading. */
    public Transport plain(Wire wire) {
        return new PlainTransport(wire, this, SelectionKey.OP_READ);
    }

    /** A transport of a wire that is connecting. */
    public Transport plainConnecting(Wire wire) {
        return new PlainTransport(wire, this, SelectionKey.OP_CONNECT);
    }

    /**
     * A TLS transport in the place of a plain one without backlog, with what that has kept. Towards
     * a pod it says the first word; if that fails, the next read tells.
     *
     * @param engine of the side that we are; its mode and parameters are set
     */
    public Transport tls(Transport plain, SSLEngine engine) {
        TlsTransport tls = new TlsTransport((PlainTransport) plain, this, engine);
        try {
            tls.begin();
        } catch (RuntimeException e) {
            // The plain one has let go of the wire.
            tls.reset();
            throw e;
        }
        return tls;
    }

    public BufferPool pool() {
        return pool;
    }

    IoBuffer readArea() {
        return readArea;
    }

    IoBuffer sealedInput() {
        IoBuffer area = sealedInput;
        if (area == null) {
            area = new IoBuffer(TlsTransport.INPUT_AREA);
            sealedInput = area;
        }
        return area;
    }

    IoBuffer sealedOutput() {
        IoBuffer area = sealedOutput;
        if (area == null) {
            area = new IoBuffer(RecordSizes.area(MAX_OUTPUT));
            sealedOutput = area;
        }
        return area;
    }

    long nowNs() {
        return duty.nowNs();
    }

    /**
     * Whether a handler may read from a client now. If not, the task is run when it may; until then
     * the caller drops its interest in reading. When it is closed it leaves the line.
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

    private static boolean waitsIn(WaitingLine line, Deferred.Task task) {
        line.add(task);
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
                Deferred.Task next = pods.poll();
                if (next == null) {
                    next = clients.poll();
                }
                if (next != null) {
                    deferred.add(next);
                }
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
