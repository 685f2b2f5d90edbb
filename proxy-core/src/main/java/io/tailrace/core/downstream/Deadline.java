package io.tailrace.core.downstream;

import io.tailrace.core.loop.Timer;

/**
 * The one deadline of a client's connection. The next one replaces the last, so there is never a
 * moment without one that should be there.
 *
 * <p>Thread: core.
 */
final class Deadline {
    private final DownstreamConnections room;
    private final Timer timer;
    private boolean total;

    Deadline(DownstreamConnections room, Timer.Owner owner) {
        this.room = room;
        this.timer = new Timer(owner);
    }

    /** So long from now; repeated calls move it. */
    void gap(long waitNs) {
        total = false;
        room.timers().set(timer, room.nowNs() + waitNs);
    }

    /** So long from the first of a row of calls: progress in between does not move it. */
    void total(long waitNs) {
        if (!total) {
            gap(waitNs);
            total = true;
        }
    }

    void none() {
        total = false;
        room.timers().clear(timer);
    }

    /** The connection is closed. */
    void remove() {
        room.timers().remove(timer);
    }
}
