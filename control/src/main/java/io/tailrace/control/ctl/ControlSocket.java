package io.tailrace.control.ctl;

import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Orders;
import io.tailrace.core.handoff.GenerationBoard;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The control socket: a thread that reads lines, answers what can be answered from what control has
 * told, and hands orders to the control thread.
 *
 * <p>Thread: control-socket; {@link #bind}, {@link #start} and {@link #close} any.
 */
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    /** Others wait in the backlog. */
    static final int MOST = 4;

    /** After an accept that failed, for want of a descriptor say. */
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long STOP_MS = TimeUnit.SECONDS.toMillis(5);

    private final SocketFile file;
    private final Selector selector;
    private final SelectionKey accepting;
    private final Answers answers;
    private final Orders orders;
    private final List<SocketConnection> connections = new ArrayList<>();
    private boolean paused;
    private long pausedNs;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("control-socket").unstarted(this::run);

    private ControlSocket(SocketFile file, Selector selector, Answers answers, Orders orders)
            throws IOException {
        this.file = file;
        this.selector = selector;
        this.answers = answers;
        this.orders = orders;
        file.channel().configureBlocking(false);
        this.accepting = file.channel().register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Listens; nothing is answered yet.
     *
     * @param holding what control tells
     * @param orders where orders go
     * @param board how far the cores have come
     * @throws IOException with one line for the user
     */
    public static ControlSocket bind(
            Path path, HoldingCell holding, Orders orders, GenerationBoard board)
            throws IOException {
        Selector selector = Selector.open();
        try {
            return new ControlSocket(
                    SocketFile.bind(path), selector, new Answers(holding, board), orders);
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    public void start() {
        thread.start();
    }

    /** Ends the thread and all connections, and removes the file. */
    @Override
    public void close() throws IOException {
        selector.close();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketConnection connection : connections) {
            connection.close();
        }
        file.remove();
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                if (selector.isOpen()) {
                    LOG.log(Level.ERROR, "a turn of the control socket failed", e);
                }
            }
        }
    }

    private void turn() throws IOException {
        selector.select(_ -> {}, Math.max(1, untilDeadlineMs(System.nanoTime())));
        long nowNs = System.nanoTime();
        paused &= nowNs - pausedNs < PAUSE_NS;
        if (mayAccept()) {
            accept(nowNs);
        }
        connections.forEach(connection -> advance(connection, nowNs));
        connections.removeIf(SocketConnection::isClosed);
        accepting.interestOps(mayAccept() ? SelectionKey.OP_ACCEPT : 0);
    }

    private boolean mayAccept() {
        return !paused && connections.size() < MOST;
    }

    private long untilDeadlineMs(long nowNs) {
        long leastNs = paused ? PAUSE_NS : SocketConnection.IDLE_NS;
        for (SocketConnection connection : connections) {
            leastNs = Math.min(leastNs, connection.deadlineNs() - nowNs);
        }
        return TimeUnit.NANOSECONDS.toMillis(leastNs);
    }

    private void accept(long nowNs) {
        try {
            SocketChannel channel = file.channel().accept();
            if (channel != null) {
                channel.configureBlocking(false);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                connections.add(new SocketConnection(channel, key, answers, orders, nowNs));
            }
        } catch (IOException e) {
            paused = true;
            pausedNs = nowNs;
            LOG.log(Level.WARNING, "the control socket accepts nobody for a second: " + e);
        }
    }

    private static void advance(SocketConnection connection, long nowNs) {
        try {
            connection.advance(nowNs);
        } catch (IOException e) {
            // The peer is gone.
            close(connection);
        } catch (RuntimeException e) {
            close(connection);
            LOG.log(Level.ERROR, "a connection of the control socket failed", e);
        }
    }

    private static void close(SocketConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a connection of the control socket failed", e);
        }
    }
}
