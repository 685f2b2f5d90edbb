package io.tailrace.control.admin;

/**
 * An answer of the admin server.
 *
 * <p>Thread: any (immutable).
 */
record Page(int status, String contentType, String body) {

    /** A line of plain text. */
    static Page text(int status, String line) {
        return new Page(status, "text/plain; charset=utf-8", line + "\n");
    }
}
