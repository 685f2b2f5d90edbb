package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The TE field, of which only {@code trailers} passes a proxy (RFC 9110 10.1.4).
 *
 * <p>Thread: any (immutable).
 */
final class TransferCodings {
    private static final Word TRAILERS = new Word("trailers");

    private TransferCodings() {}

    /** Whether a TE field's list has the element {@code trailers}, without parameters. */
    static boolean listsTrailers(RequestHead head, int field) {
        DirectBuffer buffer = head.buffer();
        int p = head.valueStart(field);
        int end = p + head.valueLength(field);
        while (p < end) {
            int start = Bytes.skipOws(buffer, p, end);
            int elementEnd = start;
            while (elementEnd < end && buffer.getByte(elementEnd) != ',') {
                elementEnd++;
            }
            int tokenEnd = Bytes.skipToken(buffer, start, elementEnd);
            if (Bytes.skipOws(buffer, tokenEnd, elementEnd) == elementEnd
                    && TRAILERS.is(buffer, start, tokenEnd - start)) {
                return true;
            }
            p = elementEnd + 1;
        }
        return false;
    }
}
