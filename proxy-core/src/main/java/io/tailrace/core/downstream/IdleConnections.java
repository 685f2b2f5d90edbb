package io.tailrace.core.downstream;

import org.jspecify.annotations.Nullable;

/**
 * Connections between two exchanges, the longest idle first.
 *
 * <p>Thread: core.
 */
final class IdleConnections {
    private @Nullable DownstreamConnection oldest;
    private @Nullable DownstreamConnection newest;

    @Nullable DownstreamConnection oldest() {
        return oldest;
    }

    /** The connection becomes idle; it is not in the list. */
    void add(DownstreamConnection connection) {
        DownstreamConnection before = newest;
        connection.idleBefore = before;
        connection.idleAfter = null;
        if (before == null) {
            oldest = connection;
        } else {
            before.idleAfter = connection;
        }
        newest = connection;
    }

    /** The connection is idle no more; it is in the list. */
    void remove(DownstreamConnection connection) {
        DownstreamConnection before = connection.idleBefore;
        DownstreamConnection after = connection.idleAfter;
        if (before == null) {
            oldest = after;
        } else {
            before.idleAfter = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.idleBefore = before;
        }
        connection.idleBefore = null;
        connection.idleAfter = null;
    }
}
