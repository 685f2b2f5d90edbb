package io.tailrace.core.exchange;

/**
 * How far the request has come on its way from the client to the pod.
 *
 * <p>Thread: any (immutable).
 */
enum RequestFlow {
    /** Its head is not complete. */
    HEAD,
    /** Its head is complete, more of its body is to come. */
    BODY,
    /** All of it was read and handed on. */
    DONE,
    /** It will never be complete. */
    CUT
}
