package io.tailrace.core.exchange;

/**
 * What is to happen to an exchange and its two connections.
 *
 * <p>Thread: any (immutable).
 */
public enum Verdict {
    /** Nothing is decided yet. */
    CONTINUE,
    /**
     * Over, in order on both sides: each connection decides by its own flag whether it lives on.
     */
    RECYCLE,
    /** Another attempt. */
    RETRY,
    /** The proxy answers by itself. */
    REPLY,
    /**
     * Over, but input that nobody wants still comes: the client's connection lingers, then closes;
     * the pod's is closed.
     */
    DRAIN,
    /** Over, nobody is left to be told: both connections are closed. */
    CLOSE,
    /**
     * Over in the middle of a response: the client's connection is reset, since a close could make
     * it look complete.
     */
    ABORT
}
