package io.tailrace.http;

import org.agrona.MutableDirectBuffer;

/**
 * Writes the head that a pod gets: generated from the validated parts of the head that came.
 *
 * <p>Thread: any, one at a time.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class RequestHeadWriter {
    /**
     * @param randomSeed seeds the generator of request ids; different for each core and start
     */
    public RequestHeadWriter(long randomSeed) {}

    /**
     * Writes the head into {@code [offset, limit)}.
     *
     * @return bytes written, 0: does not fit
     */
    public int write(
            RequestHead head,
            RequestTarget target,
            Origin origin,
            MutableDirectBuffer out,
            int offset,
            int limit) {
        throw new UnsupportedOperationException();
    }
}
