package io.tailrace.http;

/**
 * The forms of a request target that are served (RFC 9112 3.2).
 *
 * <p>Thread: any (immutable).
 */
enum TargetForm {
    /** A path, with a query perhaps. */
    ORIGIN,
    /** A whole URI; its authority replaces the Host field's. */
    ABSOLUTE_HTTP,
    ABSOLUTE_HTTPS,
    /** The server as a whole: {@code *}. */
    ASTERISK;

    /** The port that this form's authority means where it names none. */
    int defaultPort() {
        return this == ABSOLUTE_HTTPS ? 443 : 80;
    }

    boolean absolute() {
        return this == ABSOLUTE_HTTP || this == ABSOLUTE_HTTPS;
    }
}
