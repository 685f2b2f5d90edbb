package io.tailrace.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop. Each is in one of four lists: idle, busy with a request, connecting,
 * or down until it is opened again. Each list is in the order of what comes next in it: the idle
 * connection used least recently (so requests go round), the earliest deadline.
 *
 * <p>Thread: load loop.
 */
final class LoadPool {
    /** So that opening thousands does not overrun the listener's backlog. */
    private static final int MAX_CONNECTING = 128;

    /** A target that refuses or drops us is not asked again at once. */
    private static final long BACK_OFF_NS = 100_000_000L;

    private final ConnectionList idle = new ConnectionList();
    private final ConnectionList busy = new ConnectionList();
    private final ConnectionList connecting = new ConnectionList();
    private final ConnectionList down = new ConnectionList();
    private final InetSocketAddress address;
    private final Selector selector;
    private final long timeoutNs;
    private final Tally tally;
    private int untried;

    LoadPool(
            int connections,
            RequestTemplate request,
            InetSocketAddress address,
            Selector selector,
            long timeoutNs,
            Tally tally) {
        this.address = address;
        this.selector = selector;
        this.timeoutNs = timeoutNs;
        this.tally = tally;
        untried = connections;
        for (int i = 0; i < connections; i++) {
            LoadConnection connection = new LoadConnection(request);
            connection.deadlineNs = System.nanoTime();
            down.moveToEnd(connection);
        }
    }

    /** Whether each connection has been opened once, or has failed to. */
    boolean isTried() {
        return untried == 0 && connecting.isEmpty();
    }

    int idleCount() {
        return idle.size();
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    boolean isBusy(LoadConnection connection) {
        return connection.list == busy;
    }

    boolean hasBusy() {
        return !busy.isEmpty();
    }

    /** Whether anything may come from the network that somebody waits for. */
    boolean awaitsNetwork() {
        return !busy.isEmpty() || !connecting.isEmpty();
    }

    /**
     * Takes the connection that has been idle for longest; it is busy from now on.
     *
     * @param deadlineNs end of its request's time; must not come before that of any other
     */
    @Nullable LoadConnection takeIdle(long deadlineNs) {
        LoadConnection connection = idle.first();
        if (connection != null) {
            connection.deadlineNs = deadlineNs;
            busy.moveToEnd(connection);
        }
        return connection;
    }

    /** The connection's request is over and another may follow. */
    void release(LoadConnection connection) {
        idle.moveToEnd(connection);
    }

    /** The busy connection whose request's time is over, if there is one. */
    @Nullable LoadConnection overdue(long nowNs) {
        return due(busy, nowNs);
    }

    /** When the pool has to be looked after next, if nothing comes from the network before. */
    long deadlineNs(long nowNs) {
        long first = nowNs + timeoutNs;
        first = earlier(first, busy.first());
        first = earlier(first, connecting.first());
        return connecting.size() < MAX_CONNECTING ? earlier(first, down.first()) : first;
    }

    /** Opens what is down and due; gives up what does not connect in time. */
    void tend(long nowNs) {
        LoadConnection connection;
        while ((connection = due(connecting, nowNs)) != null) {
            failedToOpen(connection, "no connection in time", nowNs);
        }
        while (connecting.size() < MAX_CONNECTING && (connection = due(down, nowNs)) != null) {
            open(connection, nowNs);
        }
    }

    /** The socket of a connecting connection is ready. */
    void finishOpening(LoadConnection connection, long nowNs) {
        try {
            if (connection.finishOpening()) {
                idle.moveToEnd(connection);
            }
        } catch (IOException e) {
            failedToOpen(connection, String.valueOf(e.getMessage()), nowNs);
        }
    }

    /** Ends the connection; it is opened again. What it means for a request is the caller's. */
    void reopen(LoadConnection connection, long nowNs) {
        boolean wasUsed = connection.isUsed();
        tally.reopened();
        connection.close();
        if (wasUsed) {
            connection.deadlineNs = nowNs;
            down.moveToFront(connection);
        } else {
            backOff(connection, nowNs);
        }
    }

    void close() {
        for (ConnectionList list : new ConnectionList[] {idle, busy, connecting}) {
            LoadConnection connection;
            while ((connection = list.first()) != null) {
                connection.close();
                down.moveToEnd(connection);
            }
        }
    }

    private void open(LoadConnection connection, long nowNs) {
        untried = Math.max(0, untried - 1);
        try {
            connection.open(address, selector);
            connection.deadlineNs = nowNs + timeoutNs;
            connecting.moveToEnd(connection);
        } catch (IOException e) {
            failedToOpen(connection, String.valueOf(e.getMessage()), nowNs);
        }
    }

    private void failedToOpen(LoadConnection connection, String why, long nowNs) {
        tally.fault(Fault.CONNECT, why);
        connection.close();
        backOff(connection, nowNs);
    }

    private void backOff(LoadConnection connection, long nowNs) {
        connection.deadlineNs = nowNs + BACK_OFF_NS;
        down.moveToEnd(connection);
    }

    private static @Nullable LoadConnection due(ConnectionList list, long nowNs) {
        LoadConnection first = list.first();
        return first != null && first.deadlineNs - nowNs <= 0 ? first : null;
    }

    private static long earlier(long deadlineNs, @Nullable LoadConnection connection) {
        return connection != null && connection.deadlineNs - deadlineNs < 0
                ? connection.deadlineNs
                : deadlineNs;
    }
}
