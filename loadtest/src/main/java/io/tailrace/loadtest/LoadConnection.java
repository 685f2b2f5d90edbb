package io.tailrace.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the target, opened again after its end, with at most one request on it.
 *
 * <p>Thread: load loop.
 */
final class LoadConnection {
    /** The list this connection is in, with its neighbours. Kept by {@link ConnectionList}. */
    @Nullable ConnectionList list;

    @Nullable LoadConnection previous;
    @Nullable LoadConnection next;

    /**
     * Connecting: when to give up. Busy: when the request's time is over. Down: when to open it
     * again. Idle: unset.
     */
    long deadlineNs;

    /** Intended time of the request on this connection. Set while busy. */
    long intendedNs;

    /** Whether the request on this connection comes after the warm-up. Set while busy. */
    boolean counts;

    private final ByteBuffer request;
    private final boolean isHead;
    private final ResponseReader reader = new ResponseReader();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean used;

    LoadConnection(RequestTemplate template) {
        request = template.view();
        isHead = template.isHead();
    }

    /** Starts to open the connection; {@link #finishOpening} follows once it can be connected. */
    void open(InetSocketAddress address, Selector selector) throws IOException {
        used = false;
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.connect(address);
        // On loopback it may already be connected: the selector then reports it at once.
        key = opened.register(selector, SelectionKey.OP_CONNECT, this);
    }

    /** Whether the connection is open now. */
    boolean finishOpening() throws IOException {
        if (!channel().finishConnect()) {
            return false;
        }
        key().interestOps(SelectionKey.OP_READ);
        return true;
    }

    /** Starts the next request: as much of it as the socket takes now. */
    void send() throws IOException {
        used = true;
        request.clear();
        reader.begin(isHead);
        write();
    }

    /** Sends on. */
    void write() throws IOException {
        channel().write(request);
        int ops =
                request.hasRemaining()
                        ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                        : SelectionKey.OP_READ;
        if (key().interestOps() != ops) {
            key().interestOps(ops);
        }
    }

    /**
     * Reads what has come.
     *
     * @return number of bytes put into {@code to}, or -1 at the connection's end
     */
    int read(ByteBuffer to) throws IOException {
        return channel().read(to);
    }

    /** Reads the response to the request on this connection. */
    ResponseReader reader() {
        return reader;
    }

    boolean requestIsSent() {
        return !request.hasRemaining();
    }

    /** Whether a request has been sent since the connection was opened. */
    boolean isUsed() {
        return used;
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        key = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing can be lost: whatever ended the connection has been counted.
            }
        }
    }

    private SocketChannel channel() {
        return Objects.requireNonNull(channel, "connection is down");
    }

    private SelectionKey key() {
        return Objects.requireNonNull(key, "connection is down");
    }
}
