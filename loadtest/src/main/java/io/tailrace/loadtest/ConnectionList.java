package io.tailrace.loadtest;

import org.jspecify.annotations.Nullable;

/**
 * A queue of connections that any of them can leave from the middle. A connection is in at most one
 * list, and which one it is tells its state.
 *
 * <p>Thread: load loop.
 */
final class ConnectionList {
    private @Nullable LoadConnection first;
    private @Nullable LoadConnection last;
    private int size;

    @Nullable LoadConnection first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    /** Takes {@code connection} out of the list it is in and puts it at the end of this one. */
    void moveToEnd(LoadConnection connection) {
        leave(connection);
        connection.list = this;
        connection.previous = last;
        if (last == null) {
            first = connection;
        } else {
            last.next = connection;
        }
        last = connection;
        size++;
    }

    /** The same, to the front. */
    void moveToFront(LoadConnection connection) {
        leave(connection);
        connection.list = this;
        connection.next = first;
        if (first == null) {
            last = connection;
        } else {
            first.previous = connection;
        }
        first = connection;
        size++;
    }

    private static void leave(LoadConnection connection) {
        ConnectionList list = connection.list;
        if (list == null) {
            return;
        }
        LoadConnection before = connection.previous;
        LoadConnection after = connection.next;
        if (before == null) {
            list.first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            list.last = before;
        } else {
            after.previous = before;
        }
        connection.list = null;
        connection.previous = null;
        connection.next = null;
        list.size--;
    }
}
