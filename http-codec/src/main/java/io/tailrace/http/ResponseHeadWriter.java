package io.tailrace.http;

import org.agrona.MutableDirectBuffer;

/**
 * Writes the head that the downstream side gets: generated from the validated parts of the pod's.
 *
 * <p>Thread: any, one at a time.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class ResponseHeadWriter {
    /**
     * Writes the head into {@code [offset, limit)}.
     *
     * @param framing how the body is framed downstream
     * @param clientVersion 10 or 11
     * @param close whether the downstream connection ends after this message
     * @return bytes written, 0: does not fit
     */
    public int write(
            ResponseHead head,
            Framing framing,
            int clientVersion,
            boolean close,
            HttpDate date,
            MutableDirectBuffer out,
            int offset,
            int limit) {
        throw new UnsupportedOperationException();
    }
}
