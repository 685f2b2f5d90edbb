package io.tailrace.core.exchange;

/**
 * How far the response has come on its way to the client.
 *
 * <p>Thread: any (immutable).
 */
enum ResponseFlow {
    /** No final head yet; interim ones may have passed. */
    AWAIT,
    /** The head was handed to the client's side; more of the body is to come. */
    BODY,
    /** All of it was handed to the client's side. */
    DONE,
    /** It will never be complete. */
    CUT
}
