package io.tailrace.core.handoff;

/**
 * What a core counts. Names ending in {@code OPEN} go up and down, all others only up.
 *
 * <p>Thread: any (immutable).
 */
public enum Counter {
    DOWNSTREAM_ACCEPTED,
    DOWNSTREAM_OPEN,
    /** Accepted here and handed over to a core with fewer connections. */
    DOWNSTREAM_HANDED_OVER,
    /** Connections closed for want of a right PROXY header. */
    PROXY_HEADERS_REFUSED,
    /** TLS handshakes that ended with an open connection. */
    TLS_HANDSHAKES_DONE,
    /** The client did not speak TLS as it should, broke off, or shares no version or cipher. */
    TLS_HANDSHAKES_FAILED,
    TLS_HANDSHAKES_TIMED_OUT,
    /** No certificate for the name that the client asked for. */
    TLS_NAMES_UNKNOWN,
    /** Plain HTTP where TLS is spoken. */
    TLS_PLAIN_HTTP,
    UPSTREAM_CONNECTED,
    UPSTREAM_OPEN,
    /** TLS handshakes with pods that ended with an open connection. */
    UPSTREAM_TLS_DONE,
    /** The pod did not speak TLS as it should, broke off, or shares no version or cipher. */
    UPSTREAM_TLS_FAILED,
    UPSTREAM_TLS_TIMED_OUT,
    /** What the pod showed is not of an authority or not of the name. */
    UPSTREAM_TLS_UNTRUSTED,
    /** Exchanges begun and not yet over. */
    EXCHANGES_OPEN,
    /** Final responses sent, by class of status; 1xx counts interim ones. */
    RESPONSES_1XX,
    RESPONSES_2XX,
    RESPONSES_3XX,
    RESPONSES_4XX,
    RESPONSES_5XX,
    /** Attempts after the first of an exchange. */
    RETRIES,
    /** Exchanges that ended without a complete response. */
    CUTS,
    TURNS,
    /** Turns that took longer than 10 ms from select to select. */
    LONG_TURNS,
    /** Handlers that threw: each cost its own connection and is a bug. */
    HANDLER_FAILURES
}
