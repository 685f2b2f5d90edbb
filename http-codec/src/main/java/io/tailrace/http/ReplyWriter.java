package io.tailrace.http;

import org.agrona.MutableDirectBuffer;

/**
 * Writes replies that the proxy makes itself.
 *
 * <p>Thread: any.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class ReplyWriter {
    private ReplyWriter() {}

    /**
     * Writes head and body, {@code 404 no_route} say, into {@code [offset, limit)}.
     *
     * @param reason stable code for {@code X-Tailrace-Reason}, ASCII
     * @param headRequest whether it answers a HEAD: no body bytes
     * @param clientVersion 10 or 11
     * @param close whether the downstream connection ends after this reply
     * @return bytes written, 0: does not fit
     */
    public static int write(
            int status,
            String reason,
            boolean headRequest,
            int clientVersion,
            boolean close,
            HttpDate date,
            MutableDirectBuffer out,
            int offset,
            int limit) {
        throw new UnsupportedOperationException();
    }
}
