package io.tailrace.core.handoff;

/**
 * What another thread may ask of a core.
 *
 * <p>Thread: any (immutable).
 */
public enum CoreCommand {
    /**
     * Accept nothing more, close idle connections, close each other one after the response it waits
     * for.
     */
    DRAIN,
    /** End the loop now; connections that are left are closed. */
    STOP
}
