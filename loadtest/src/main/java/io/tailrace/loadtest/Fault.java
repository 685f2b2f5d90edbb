package io.tailrace.loadtest;

import java.util.Locale;

/**
 * What can be wrong with a request of a run, or with a connection.
 *
 * <p>Thread: any (immutable).
 */
enum Fault {
    /** A connection could not be opened. */
    CONNECT("connection could not be opened"),
    /** The request was sent and the connection ended before the first byte of a response. */
    CLOSED("connection ended before a response"),
    /** The connection ended inside a response. */
    CUT("connection ended inside a response"),
    /** The response breaks RFC 9112: status line, a field, framing, chunks. */
    MALFORMED("response is not well-formed"),
    /** A complete response with another status than the expected one. */
    STATUS("unexpected status"),
    /** A complete response whose body has another length than the expected one. */
    LENGTH("unexpected body length"),
    /** Bytes behind the end of a response, or on a connection that had been asked nothing. */
    EXTRA("bytes that nobody asked for"),
    /** Sent, but no complete response within the time-out. */
    TIMEOUT("no complete response in time"),
    /** Never sent: no connection was free within the time-out. */
    UNSENT("no connection was free in time");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** The kind's name in a report. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, for a human. */
    String text() {
        return text;
    }
}
