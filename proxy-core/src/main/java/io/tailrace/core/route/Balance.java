package io.tailrace.core.route;

/**
 * How an endpoint is chosen.
 *
 * <p>Thread: any (immutable).
 */
public enum Balance {
    /** The less busy one of two random choices. */
    LEAST_REQUESTS,
    /** One after the other; each core begins anywhere. */
    ROUND_ROBIN
}
