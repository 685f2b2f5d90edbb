package io.tailrace.core.upstream;

/**
 * The life of an {@link UpstreamConnection}.
 *
 * <p>Thread: any (immutable).
 */
enum UpstreamState {
    /** Leased, not ready for a request: {@code events} and {@code dialling} are set. */
    DIALLING,
    /** Leased, no complete final head yet: {@code events} is set. */
    AWAITING_HEAD,
    /** Leased, behind the head: {@code events} is set. */
    IN_BODY,
    /** Leased, behind a 101: {@code events} is set, nothing is reusable. */
    TUNNEL,
    /** In the pool's stack: {@code events} is null. */
    IDLE,
    CLOSED
}
