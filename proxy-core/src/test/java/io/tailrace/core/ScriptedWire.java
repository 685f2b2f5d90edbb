package io.tailrace.core;

import io.tailrace.core.loop.Readiness;
import io.tailrace.core.transport.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose other end is the test: what the proxy reads was given, what it writes is kept.
 *
 * <p>Thread: the test's.
 */
final class ScriptedWire implements Wire {
    private enum Connect {
        PENDING,
        SUCCEEDS,
        FAILS,
        DONE
    }

    private final ScriptedSelector selector;
    private final @Nullable SocketAddress address;
    private final Key key = new Key();
    private ByteBuffer toProxy = ByteBuffer.allocate(1 << 16);
    private ByteBuffer fromProxy = ByteBuffer.allocate(1 << 16);
    private Connect connect;
    private int interest;
    private boolean inputEnded;
    private boolean failed;
    private boolean writesFail;
    private boolean outputShut;
    private boolean closed;
    private boolean reset;
    private int acknowledgements;
    private int window = Integer.MAX_VALUE;
    private int segment = Integer.MAX_VALUE;

    /** A connected wire, or with an address one that the proxy connects. */
    ScriptedWire(ScriptedSelector selector, @Nullable SocketAddress address) {
        this.selector = selector;
        this.address = address;
        this.connect = address == null ? Connect.DONE : Connect.PENDING;
        this.interest = address == null ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
        this.toProxy.flip();
        selector.add(this);
    }

    /** How often the proxy asked for what it read to be acknowledged at once. */
    int acknowledgements() {
        return acknowledgements;
    }

    SelectionKey key() {
        return key;
    }

    @Nullable SocketAddress address() {
        return address;
    }

    // ---- the other end

    void accepts() {
        connect = Connect.SUCCEEDS;
    }

    void refuses() {
        connect = Connect.FAILS;
    }

    /** The other end sends. */
    void sends(String bytes) {
        sends(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void sends(byte[] bytes) {
        toProxy = withRoom(toProxy.compact(), bytes.length).put(bytes).flip();
    }

    /** The other end has finished sending. */
    void ends() {
        inputEnded = true;
    }

    /** The other end is gone. */
    void fails() {
        failed = true;
    }

    /** The other end takes nothing more, but what it sent can be read. */
    void failsWrites() {
        writesFail = true;
    }

    /** How many more bytes the other end takes. */
    void takes(int bytes) {
        window = bytes;
    }

    /** How many bytes one read brings at most. */
    void segments(int bytes) {
        segment = bytes;
    }

    /** What the proxy wrote since the last call. */
    String received() {
        String text =
                new String(fromProxy.array(), 0, fromProxy.position(), StandardCharsets.ISO_8859_1);
        fromProxy.clear();
        return text;
    }

    /** Forgets what the proxy wrote; returns how many bytes it was. */
    int discardReceived() {
        int count = fromProxy.position();
        fromProxy.clear();
        return count;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isReset() {
        return reset;
    }

    boolean isOutputShut() {
        return outputShut;
    }

    boolean wantsRead() {
        return (interest & SelectionKey.OP_READ) != 0;
    }

    int unread() {
        return toProxy.remaining();
    }

    int readyOps() {
        if (closed) {
            return 0;
        }
        int ops = 0;
        if (connect == Connect.SUCCEEDS || connect == Connect.FAILS) {
            ops |= SelectionKey.OP_CONNECT;
        }
        if (connect == Connect.DONE && (toProxy.hasRemaining() || inputEnded || failed)) {
            ops |= SelectionKey.OP_READ;
        }
        if (connect == Connect.DONE && (window > 0 || failed)) {
            ops |= SelectionKey.OP_WRITE;
        }
        return ops & interest;
    }

    // ---- the proxy's end

    @Override
    public void attach(Readiness readiness) {
        key.attach(readiness);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        checkAlive();
        int count = Math.min(segment, Math.min(target.remaining(), toProxy.remaining()));
        if (count == 0) {
            return inputEnded && target.hasRemaining() ? -1 : 0;
        }
        target.put(target.position(), toProxy, toProxy.position(), count);
        target.position(target.position() + count);
        toProxy.position(toProxy.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        checkAlive();
        if (writesFail) {
            throw new SocketException("Broken pipe");
        }
        int count = Math.min(window, source.remaining());
        fromProxy = withRoom(fromProxy, count);
        fromProxy.put(fromProxy.position(), source, source.position(), count);
        fromProxy.position(fromProxy.position() + count);
        source.position(source.position() + count);
        if (window != Integer.MAX_VALUE) {
            window -= count;
        }
        return count;
    }

    private static ByteBuffer withRoom(ByteBuffer buffer, int count) {
        if (buffer.remaining() >= count) {
            return buffer;
        }
        int capacity = Math.max(buffer.capacity() * 2, buffer.position() + count);
        return ByteBuffer.allocate(capacity).put(buffer.flip());
    }

    private void checkAlive() throws IOException {
        if (closed) {
            throw new IllegalStateException("used after close");
        }
        if (failed) {
            throw new SocketException("Connection reset");
        }
    }

    @Override
    public boolean finishConnect() throws IOException {
        if (connect == Connect.FAILS) {
            throw new ConnectException("Connection refused");
        }
        boolean connected = connect == Connect.SUCCEEDS;
        if (connected) {
            connect = Connect.DONE;
        }
        return connected;
    }

    @Override
    public void interest(int ops) {
        interest = ops;
    }

    @Override
    public void acknowledge() {
        acknowledgements++;
    }

    @Override
    public void shutdownOutput() {
        outputShut = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void reset() {
        closed = true;
        reset = true;
    }

    private final class Key extends SelectionKey {
        @Override
        public SelectableChannel channel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public boolean isValid() {
            return !closed;
        }

        @Override
        public void cancel() {
            closed = true;
        }

        @Override
        public int interestOps() {
            return interest;
        }

        @Override
        public SelectionKey interestOps(int ops) {
            interest = ops;
            return this;
        }

        @Override
        public int readyOps() {
            return ScriptedWire.this.readyOps();
        }
    }
}
