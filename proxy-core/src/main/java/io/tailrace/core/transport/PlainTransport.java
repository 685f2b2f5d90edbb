package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as they are. An idle one holds no buffer.
 *
 * <p>Thread: core.
 */
final class PlainTransport implements Transport {
    private final Wire wire;
    private final Transports shared;
    private final Lending lending;
    private final WireOutput output;
    private boolean closed;

    /**
     * @param interest of the wire: in reading, or in the end of the connect
     */
    PlainTransport(Wire wire, Transports shared, int interest) {
        this.wire = wire;
        this.shared = shared;
        this.lending = new Lending(shared);
        this.output = new WireOutput(wire, shared, interest);
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
        output.want(SelectionKey.OP_CONNECT, false);
        output.want(SelectionKey.OP_READ, true);
        return 1;
    }

    @Override
    public boolean isOpen() {
        return true;
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
        return lending.relend();
    }

    @Override
    public IoBuffer input() {
        return shared.readArea();
    }

    @Override
    public void endInput() {
        lending.end();
    }

    @Override
    public boolean hasKeptInput() {
        return lending.hasKept();
    }

    @Override
    public boolean hasMoreInput() {
        return false;
    }

    @Override
    public int mostKept() {
        return Transports.MAX_INPUT - 1;
    }

    @Override
    public boolean keepsAny() {
        return lending.hasKept();
    }

    @Override
    public int ended() {
        return 0;
    }

    @Override
    public @Nullable SSLException failure() {
        return null;
    }

    /** Hands the wire over, with what was read of it: this transport is over. */
    @Nullable IoBuffer handOver() {
        closed = true;
        return lending.takeKept();
    }

    Wire wire() {
        return wire;
    }

    @Override
    public int write(IoBuffer source, int from, int to) {
        return output.write(source, from, to);
    }

    @Override
    public int flush() {
        return output.flush();
    }

    @Override
    public int backlog() {
        return output.size();
    }

    @Override
    public void wantRead(boolean wanted) {
        output.want(SelectionKey.OP_READ, wanted);
    }

    @Override
    public boolean wantsRead() {
        return output.wants(SelectionKey.OP_READ);
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
        lending.close();
        output.close();
        return true;
    }
}
