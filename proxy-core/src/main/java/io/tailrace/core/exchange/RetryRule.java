package io.tailrace.core.exchange;

/**
 * When a failed attempt is followed by another one.
 *
 * <p>Thread: any (pure).
 */
final class RetryRule {
    /** Attempts of one exchange, the first included. */
    static final int MAX_ATTEMPTS = 3;

    private RetryRule() {}

    /**
     * Whether to try again.
     *
     * @param attempts made so far, the failed one included
     * @param idempotent by its method (RFC 9110 9.2.2)
     * @param intact every byte of the request that was sent can be sent again
     */
    static boolean permits(Fault fault, int attempts, boolean idempotent, boolean intact) {
        if (attempts >= MAX_ATTEMPTS || !intact) {
            return false;
        }
        return switch (fault.retry()) {
            case NEVER -> false;
            case ALWAYS -> true;
            case IF_IDEMPOTENT -> idempotent;
        };
    }
}
