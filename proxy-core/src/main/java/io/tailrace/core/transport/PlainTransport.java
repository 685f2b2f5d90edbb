package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as they are. An idle one holds no buffer.
 *
 * <p>Thread: core.
 */
final class PlainTransport implements Transport {
    private final Wire wire;
    private final Transports shared;
    private @Nullable IoBuffer kept;
    private @Nullable IoBuffer backlog;
    private int interest = SelectionKey.OP_READ;
    private boolean closed;

    PlainTransport(Wire wire, Transports shared) {
        this.wire = wire;
        this.shared = shared;
    }

    /** The wire's own interest is in the end of the connect; ours starts with it. */
    void beginConnect() {
        interest = SelectionKey.OP_CONNECT;
    }

    @Override
    public int finishConnect() {
        try {
            if (!wire.finishConnect()) {
                return 0;
            }
        } catch (IOException e) {
            return RESET;
        }
        setInterest(SelectionKey.OP_READ);
        return 1;
    }

    @Override
    public int read() {
        relend();
        IoBuffer area = shared.readArea();
        int limit = Transports.HEADROOM + Transports.MAX_INPUT;
        if (area.tail() == limit) {
            return 0;
        }
        limit = Math.min(limit, area.tail() + shared.pool().readLimit());
        try {
            int count = wire.read(area.slice(area.tail(), limit));
            if (count > 0) {
                area.produce(count);
            }
            return count;
        } catch (IOException e) {
            return RESET;
        }
    }

    @Override
    public boolean relend() {
        IoBuffer area = shared.readArea();
        area.resetTo(Transports.HEADROOM);
        IoBuffer left = kept;
        if (left == null) {
            return false;
        }
        kept = null;
        area.append(left, left.head(), left.size());
        shared.pool().give(left);
        return true;
    }

    @Override
    public IoBuffer input() {
        return shared.readArea();
    }

    @Override
    public void endInput() {
        IoBuffer area = shared.readArea();
        if (area.size() > 0 && !closed) {
            IoBuffer buffer = shared.pool().take(area.size());
            buffer.append(area, area.head(), area.size());
            kept = buffer;
        }
        area.resetTo(Transports.HEADROOM);
    }

    @Override
    public boolean hasKeptInput() {
        return kept != null;
    }

    @Override
    public int write(IoBuffer source, int from, int to) {
        if (closed) {
            return RESET;
        }
        int sent = 0;
        if (backlog == null) {
            try {
                sent = wire.write(source.slice(from, to));
            } catch (IOException e) {
                return RESET;
            }
            if (sent == to - from) {
                return 0;
            }
        }
        keepBacklog(source, from + sent, to);
        return backlog();
    }

    private void keepBacklog(IoBuffer source, int from, int to) {
        IoBuffer queue = backlog;
        int count = to - from;
        if (queue == null) {
            queue = shared.pool().take(count);
            backlog = queue;
            setInterest(interest | SelectionKey.OP_WRITE);
        } else if (queue.room() < count) {
            IoBuffer larger = shared.pool().take(queue.size() + count);
            larger.append(queue, queue.head(), queue.size());
            shared.pool().give(queue);
            queue = larger;
            backlog = larger;
        }
        queue.append(source, from, count);
    }

    @Override
    public int flush() {
        IoBuffer queue = backlog;
        if (queue == null) {
            return 0;
        }
        try {
            queue.consume(wire.write(queue.slice(queue.head(), queue.tail())));
        } catch (IOException e) {
            return RESET;
        }
        if (queue.size() == 0) {
            shared.pool().give(queue);
            backlog = null;
            setInterest(interest & ~SelectionKey.OP_WRITE);
        }
        return backlog();
    }

    @Override
    public int backlog() {
        return backlog == null ? 0 : backlog.size();
    }

    @Override
    public void wantRead(boolean wanted) {
        setInterest(wanted ? interest | SelectionKey.OP_READ : interest & ~SelectionKey.OP_READ);
    }

    @Override
    public boolean wantsRead() {
        return (interest & SelectionKey.OP_READ) != 0;
    }

    private void setInterest(int ops) {
        if (ops != interest) {
            interest = ops;
            wire.interest(ops);
        }
    }

    @Override
    public void shutdownOutput() {
        wire.shutdownOutput();
    }

    @Override
    public void close() {
        if (end()) {
            wire.close();
        }
    }

    @Override
    public void reset() {
        if (end()) {
            wire.reset();
        }
    }

    private boolean end() {
        if (closed) {
            return false;
        }
        closed = true;
        IoBuffer left = kept;
        if (left != null) {
            kept = null;
            shared.pool().give(left);
        }
        IoBuffer queue = backlog;
        if (queue != null) {
            backlog = null;
            shared.pool().give(queue);
        }
        return true;
    }
}
