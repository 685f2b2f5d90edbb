package io.tailrace.http;

/**
 * How the end of a body is known (RFC 9112 6.3).
 *
 * <p>Thread: any (immutable).
 */
public enum Framing {
    /** There is no body. */
    NONE,
    /** After as many bytes as {@code Content-Length} says. */
    LENGTH,
    /** After the last chunk and its trailer section. */
    CHUNKED,
    /** When the peer closes the connection; responses only. */
    UNTIL_CLOSE
}
