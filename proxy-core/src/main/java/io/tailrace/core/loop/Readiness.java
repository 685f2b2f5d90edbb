package io.tailrace.core.loop;

/**
 * Who is told that a channel is ready: what a selection key carries.
 *
 * <p>Thread: core.
 */
public interface Readiness {
    /**
     * The channel is ready.
     *
     * @param readyOps bits of {@link java.nio.channels.SelectionKey}, already limited to the
     *     interest set
     */
    void onReady(int readyOps);

    /** A handler of this object threw: close what it stands for, and never throw. */
    void onHandlerFailure();
}
