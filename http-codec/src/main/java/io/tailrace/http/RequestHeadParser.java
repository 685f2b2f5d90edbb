package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * Parses request heads in place.
 *
 * <p>Thread: any, one at a time; progress is kept in the head.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class RequestHeadParser {
    public RequestHeadParser(HeadLimits limits) {}

    /**
     * Parses the message that starts at {@code from}. Call again with the same head when more bytes
     * are there, after {@link RequestHead#moveTo} if they moved.
     *
     * @return bytes of the complete head, 0: needs more bytes, below 0: a {@link Malformed} code
     */
    public int parse(RequestHead head, DirectBuffer buffer, int from, int to) {
        throw new UnsupportedOperationException();
    }
}
