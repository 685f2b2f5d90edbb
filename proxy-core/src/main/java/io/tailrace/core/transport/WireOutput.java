package io.tailrace.core.transport;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.buffer.IoBuffer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * What leaves on a wire, with its backlog, and what readiness of the wire is wanted. Without a
 * backlog it holds no buffer.
 *
 * <p>Thread: core.
 */
final class WireOutput {
    private final Wire wire;
    private final Transports shared;
    private @Nullable IoBuffer backlog;
    private int interest;
    private boolean closed;

    /**
     * @param interest what the wire is interested in now
     */
    WireOutput(Wire wire, Transports shared, int interest) {
        this.wire = wire;
        this.shared = shared;
        this.interest = interest;
    }

    /** As {@link Transport#write}. */
    int write(IoBuffer source, int from, int to) {
        if (closed) {
            return Transport.RESET;
        }
        int sent = 0;
        if (backlog == null) {
            try {
                sent = wire.write(source.slice(from, to));
            } catch (IOException e) {
                return Transport.RESET;
            }
            if (sent == to - from) {
                return 0;
            }
        }
        return keep(source, from + sent, to) ? size() : Transport.RESET;
    }

    /** Returns false where a peer is sent more than is kept for one that takes nothing. */
    private boolean keep(IoBuffer source, int from, int to) {
        IoBuffer queue = backlog;
        int count = to - from;
        if (size() + count > BufferPool.LARGE) {
            return false;
        }
        if (queue == null) {
            queue = shared.pool().take(count);
            backlog = queue;
            want(SelectionKey.OP_WRITE, true);
        } else if (queue.room() < count) {
            IoBuffer larger = shared.pool().take(queue.size() + count);
            larger.append(queue, queue.head(), queue.size());
            shared.pool().give(queue);
            queue = larger;
            backlog = larger;
        }
        queue.append(source, from, count);
        return true;
    }

    /** As {@link Transport#flush}. */
    int flush() {
        IoBuffer queue = backlog;
        if (queue == null) {
            return 0;
        }
        try {
            queue.consume(wire.write(queue.slice(queue.head(), queue.tail())));
        } catch (IOException e) {
            return Transport.RESET;
        }
        if (queue.size() == 0) {
            shared.pool().give(queue);
            backlog = null;
            want(SelectionKey.OP_WRITE, false);
        }
        return size();
    }

    /** Bytes of the backlog. */
    int size() {
        return backlog == null ? 0 : backlog.size();
    }

    void want(int op, boolean wanted) {
        int ops = wanted ? interest | op : interest & ~op;
        if (ops != interest) {
            interest = ops;
            wire.interest(ops);
        }
    }

    boolean wants(int op) {
        return (interest & op) != 0;
    }

    /** Takes nothing more, and gives the buffer back. */
    void close() {
        closed = true;
        IoBuffer queue = backlog;
        if (queue != null) {
            backlog = null;
            shared.pool().give(queue);
        }
    }
}
