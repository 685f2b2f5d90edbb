package io.tailrace.loadtest;

import org.jspecify.annotations.Nullable;

/**
 * What a response's head says about its end and about the connection: status, framing, persistence.
 * Fed line by line; a method that returns a text has found the head wrong and says why.
 *
 * <p>Thread: any, one at a time.
 */
final class ResponseHead {
    /** How the end of the body is known. */
    enum Framing {
        NO_BODY,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    /** Longer values could pass 2^63; no body is that long. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private int status;
    private boolean http10;
    private boolean chunked;
    private boolean saysClose;
    private boolean saysKeepAlive;

    /** -1 when the head has none. */
    private long contentLength = -1;

    /** Forgets the head, for the next one. */
    void clear() {
        status = 0;
        http10 = false;
        chunked = false;
        saysClose = false;
        saysKeepAlive = false;
        contentLength = -1;
    }

    int status() {
        return status;
    }

    long contentLength() {
        return contentLength;
    }

    /**
     * Takes the status line (RFC 9112 4): {@code HTTP-version SP 3DIGIT SP [ reason-phrase ]}.
     *
     * @return what is wrong with it, or null
     */
    @Nullable String statusLine(LineBuffer line) {
        boolean http11 = line.startsWith("HTTP/1.1 ");
        http10 = line.startsWith("HTTP/1.0 ");
        if (!http11 && !http10) {
            return "status line does not start with HTTP/1.1 or HTTP/1.0";
        }
        for (int i = 9; i < 12; i++) {
            int b = line.at(i);
            if (!isDigit(b)) {
                return "status is not three digits";
            }
            status = 10 * status + b - '0';
        }
        if (line.at(12) != ' ') {
            return "no space behind the status";
        }
        return status < 100 ? "status below 100" : null;
    }

    /**
     * Takes a field line (RFC 9112 5): {@code field-name ":" OWS field-value OWS}, no folding, no
     * space before the colon.
     *
     * @return what is wrong with it, or null
     */
    @Nullable String fieldLine(LineBuffer line) {
        int colon = nameEnd(line);
        if (colon < 0) {
            return "field line without a token and a colon";
        }
        int from = colon + 1;
        int to = line.length();
        while (from < to && isBlank(line.at(from))) {
            from++;
        }
        while (to > from && isBlank(line.at(to - 1))) {
            to--;
        }
        if (line.matches(0, colon, "content-length")) {
            return contentLength(line, from, to);
        } else if (line.matches(0, colon, "transfer-encoding")) {
            return transferEncoding(line, from, to);
        } else if (line.matches(0, colon, "connection")) {
            connection(line, from, to);
        }
        return null;
    }

    /**
     * Takes a field line of the trailers: a field line that is about neither framing nor the
     * connection (RFC 9110 6.5.1).
     *
     * @return what is wrong with it, or null
     */
    static @Nullable String trailerLine(LineBuffer line) {
        int colon = nameEnd(line);
        if (colon < 0) {
            return "trailer line without a token and a colon";
        }
        boolean forbidden =
                line.matches(0, colon, "content-length")
                        || line.matches(0, colon, "transfer-encoding")
                        || line.matches(0, colon, "connection");
        return forbidden ? "framing or connection field in the trailers" : null;
    }

    /**
     * What is wrong with the complete head as a whole, or null. Two ways to tell the length are one
     * too many, even where RFC 9112 6.3 would let one win.
     *
     * @param upgradeWanted whether the request asked for an upgrade
     */
    @Nullable String contradiction(boolean upgradeWanted) {
        if (chunked && contentLength >= 0) {
            return "both Content-Length and Transfer-Encoding";
        } else if (chunked && http10) {
            return "Transfer-Encoding in HTTP/1.0";
        } else if (status == 101 && !upgradeWanted) {
            return "upgrade that nobody asked for";
        } else if ((status < 200 || status == 204) && (chunked || contentLength >= 0)) {
            return "a length or coding on status " + status; // RFC 9110 8.6, RFC 9112 6.1
        }
        return null;
    }

    /** Where the body ends: RFC 9112 6.3, with its numbers. */
    Framing framing(boolean answersHead) {
        // 1. No body, whatever the fields say.
        if (answersHead || status < 200 || status == 204 || status == 304) {
            return Framing.NO_BODY;
        }
        // 2. is about CONNECT, which is never sent; 3. and 5. are contradictions, refused above.
        // 4. The final coding is chunked.
        if (chunked) {
            return Framing.CHUNKED;
        }
        // 6. A valid length.
        if (contentLength >= 0) {
            return Framing.LENGTH;
        }
        // 7. is about requests. 8. Everything until the connection closes.
        return Framing.UNTIL_CLOSE;
    }

    /** Whether the connection stays open behind this response (RFC 9112 9.3). */
    boolean keepsConnection() {
        return !saysClose && (!http10 || saysKeepAlive);
    }

    private @Nullable String contentLength(LineBuffer line, int from, int to) {
        if (contentLength >= 0) {
            return "more than one Content-Length";
        }
        if (from == to || to - from > MAX_LENGTH_DIGITS) {
            return "Content-Length is not 1 to 18 digits";
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int b = line.at(i);
            if (!isDigit(b)) {
                return "Content-Length is not 1 to 18 digits";
            }
            value = 10 * value + b - '0';
        }
        contentLength = value;
        return null;
    }

    private @Nullable String transferEncoding(LineBuffer line, int from, int to) {
        if (chunked || !line.matches(from, to, "chunked")) {
            return "Transfer-Encoding is not exactly one chunked";
        }
        chunked = true;
        return null;
    }

    /** A comma-separated list (RFC 9110 7.6.1) of which two elements matter here. */
    private void connection(LineBuffer line, int from, int to) {
        for (String element : line.text(from, to).split(",", -1)) {
            String option = element.strip();
            saysClose |= option.equalsIgnoreCase("close");
            saysKeepAlive |= option.equalsIgnoreCase("keep-alive");
        }
    }

    /** Index of the colon that ends a non-empty token at the start of the line, or -1. */
    private static int nameEnd(LineBuffer line) {
        int i = 0;
        while (Tokens.isTokenChar(line.at(i))) {
            i++;
        }
        return i > 0 && line.at(i) == ':' ? i : -1;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t';
    }
}
