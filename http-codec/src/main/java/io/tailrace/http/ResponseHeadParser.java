package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * Parses response heads in place.
 *
 * <p>Thread: any, one at a time; progress is kept in the head.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class ResponseHeadParser {
    public ResponseHeadParser(HeadLimits limits) {}

    /**
     * Parses the message that starts at {@code from}. Call again with the same head when more bytes
     * are there, after {@link ResponseHead#moveTo} if they moved.
     *
     * @param requestMethod of the request that this answers: it decides about the body
     * @return bytes of the complete head, 0: needs more bytes, below 0: a {@link Malformed} code
     */
    public int parse(
            ResponseHead head, Method requestMethod, DirectBuffer buffer, int from, int to) {
        throw new UnsupportedOperationException();
    }
}
