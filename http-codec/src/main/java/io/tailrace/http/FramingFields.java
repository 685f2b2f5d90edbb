package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * What Content-Length and Transfer-Encoding of one message say, and the decision about its body.
 *
 * <p>Thread: any, one at a time.
 */
final class FramingFields {
    private static final int OK = 1;
    private static final Word CHUNKED = new Word("chunked");

    private long length = -1;
    private boolean chunked;

    void clear() {
        length = -1;
        chunked = false;
    }

    /** The value of Content-Length; -1: no such field. */
    long length() {
        return length;
    }

    /**
     * Takes a Content-Length field: Content-Length = 1*DIGIT (RFC 9110 8.6). A list of equal values
     * is refused too, as RFC 9112 6.3 permits.
     *
     * @return above 0: taken, below 0: a fault
     */
    int takeLength(DirectBuffer buffer, int start, int size) {
        if (chunked) {
            return Malformed.LENGTH_AND_CODING.code();
        }
        if (length >= 0) {
            return Malformed.SEVERAL_LENGTHS.code();
        }
        if (size == 0) {
            return Malformed.BAD_LENGTH.code();
        }
        long n = 0;
        for (int i = 0; i < size; i++) {
            byte b = buffer.getByte(start + i);
            if (!Bytes.isDigit(b)) {
                return Malformed.BAD_LENGTH.code();
            }
            int digit = b - '0';
            if (n > (Long.MAX_VALUE - digit) / 10) {
                return Malformed.BAD_LENGTH.code();
            }
            n = n * 10 + digit;
        }
        length = n;
        return OK;
    }

    /**
     * Takes a Transfer-Encoding field: exactly one {@code chunked}, in HTTP/1.1 only (RFC 9112
     * 6.1).
     *
     * @return above 0: taken, below 0: a fault
     */
    int takeCoding(DirectBuffer buffer, int start, int size, int version) {
        if (version == 10) {
            return Malformed.CODING_IN_HTTP_1_0.code();
        }
        if (length >= 0) {
            return Malformed.LENGTH_AND_CODING.code();
        }
        if (chunked) {
            return Malformed.SEVERAL_CODINGS.code();
        }
        if (CHUNKED.is(buffer, start, size)) {
            chunked = true;
            return OK;
        }
        return refuseCoding(buffer, start, start + size).code();
    }

    /** A well-formed list that names a coding we do not know is 501, everything else 400. */
    private static Malformed refuseCoding(DirectBuffer buffer, int start, int end) {
        boolean unknown = false;
        int elements = 0;
        int p = start;
        while (p < end) {
            int tokenEnd = Bytes.skipToken(buffer, p, end);
            if (tokenEnd == p) {
                return Malformed.BAD_CODING;
            }
            unknown |= !CHUNKED.is(buffer, p, tokenEnd - p);
            elements++;
            p = Bytes.skipOws(buffer, tokenEnd, end);
            if (p < end) {
                if (buffer.getByte(p) != ',') {
                    return Malformed.BAD_CODING;
                }
                p = Bytes.skipOws(buffer, p + 1, end);
                if (p == end) {
                    return Malformed.BAD_CODING;
                }
            }
        }
        if (unknown) {
            return Malformed.UNKNOWN_CODING;
        }
        return elements > 1 ? Malformed.SEVERAL_CODINGS : Malformed.BAD_CODING;
    }

    /** RFC 9112 6.3, for a request. */
    Framing ofRequest() {
        // 1., 2. are about responses only.
        // 3. Transfer-Encoding and Content-Length together: refused when the second one came.
        // 4. Transfer-Encoding with chunked as the final (here: the only) coding.
        if (chunked) {
            return Framing.CHUNKED;
        }
        // 5. An invalid Content-Length: refused when it came.
        // 6. A valid Content-Length.
        if (length >= 0) {
            return Framing.LENGTH;
        }
        // 7. Otherwise a request has no body.
        return Framing.NONE;
    }

    /** RFC 9112 6.3, for a response. */
    Framing ofResponse(Method requestMethod, int status) {
        // 1. HEAD, 1xx, 204 and 304: the head is all.
        if (requestMethod == Method.HEAD || status < 200 || status == 204 || status == 304) {
            return Framing.NONE;
        }
        // 2. 2xx to CONNECT: we never send CONNECT.
        // 3. Transfer-Encoding and Content-Length together: refused when the second one came.
        // 4. Transfer-Encoding with chunked as the final (here: the only) coding.
        if (chunked) {
            return Framing.CHUNKED;
        }
        // 5. An invalid Content-Length: refused when it came.
        // 6. A valid Content-Length.
        if (length >= 0) {
            return Framing.LENGTH;
        }
        // 7. is about requests only.
        // 8. Otherwise the body ends with the connection.
        return Framing.UNTIL_CLOSE;
    }
}
