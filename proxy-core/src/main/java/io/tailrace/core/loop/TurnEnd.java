package io.tailrace.core.loop;

import io.tailrace.core.handoff.AcceptedSocket;

/**
 * What the rooms above have to do in every turn; the loop knows them by this alone.
 *
 * <p>Thread: core.
 */
public interface TurnEnd {
    /**
     * The turn decides by a snapshot that is newer than the last turn's. Called before anything
     * else of the turn.
     */
    void onNewSnapshot();

    /**
     * Bounded housekeeping at the end of the turn. Returns whether more of it waits, so that the
     * loop does not sleep.
     */
    boolean onTurnEnd();

    /** Another core has accepted a socket for this one, which owns it now. */
    void onAccepted(AcceptedSocket socket);

    /** Another thread asks to finish what is in flight and take nothing new. */
    void onDrain();
}
