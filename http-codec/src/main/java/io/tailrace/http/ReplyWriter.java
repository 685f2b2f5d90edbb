package io.tailrace.http;

import org.agrona.AsciiEncoding;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes replies that the proxy makes itself.
 *
 * <p>Thread: any.
 */
public final class ReplyWriter {
    private static final int STATUS_DIGITS = 3;
    private static final int PERMANENT_REDIRECT = 308;
    private static final int HTTPS_PORT = 443;
    private static final String STATUS_LINE = "HTTP/1.1 ";
    private static final String DATE = "\r\nDate: ";
    private static final String SERVER_AND_TYPE =
            "\r\nServer: tailrace\r\nContent-Type: text/plain";
    private static final String REASON = "\r\nX-Tailrace-Reason: ";
    private static final String LOCATION = "\r\nLocation: https://";
    private static final String ALLOW = "\r\nAllow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH";
    private static final String CLOSE = "\r\nConnection: close";
    private static final String KEEP_ALIVE = "\r\nConnection: keep-alive";
    private static final String CONTENT_LENGTH = "\r\nContent-Length: ";
    private static final String LINE_END = "\r\n";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private ReplyWriter() {}

    /**
     * Writes head and body, {@code 404 no_route} say, into {@code [offset, limit)}.
     *
     * @param status 200 to 999
     * @param reason stable code for {@code X-Tailrace-Reason}, visible ASCII
     * @param headRequest whether it answers a HEAD: no body bytes
     * @param hop to the client
     * @return bytes written, 0: does not fit
     */
    public static int write(
            int status,
            String reason,
            boolean headRequest,
            LastHop hop,
            MutableDirectBuffer out,
            int offset,
            int limit) {
        int p = start(status, hop, out, offset, limit);
        p = put(out, p, limit, REASON);
        p = put(out, p, limit, reason);
        if (status == Malformed.METHOD_NOT_ALLOWED.status()) {
            p = put(out, p, limit, ALLOW);
        }
        p = end(status, reason, headRequest, hop, out, p, limit);
        return p > limit ? 0 : p - offset;
    }

    /**
     * Writes the answer to a request in clear that should come over TLS: 308, and in {@code
     * Location} the same host, path and query with the scheme {@code https} (RFC 9110 15.4.9).
     *
     * @param reason stable code for {@code X-Tailrace-Reason}, visible ASCII
     * @param request has a host
     * @param target its path and query
     * @param httpsPort the port to lead to; 443 is not written
     * @param hop to the client, whose version is the request's
     * @return bytes written, 0: does not fit
     */
    public static int writeRedirect(
            String reason,
            RequestHead request,
            RequestTarget target,
            int httpsPort,
            LastHop hop,
            MutableDirectBuffer out,
            int offset,
            int limit) {
        int p = start(PERMANENT_REDIRECT, hop, out, offset, limit);
        p = put(out, p, limit, LOCATION);
        p = slice(out, p, limit, request.buffer(), request.hostStart(), request.hostNameLength());
        if (httpsPort != HTTPS_PORT) {
            p = put(out, p, limit, ":");
            p = number(out, p, limit, httpsPort);
        }
        p =
                slice(
                        out,
                        p,
                        limit,
                        target.forwardBuffer(),
                        target.forwardStart(),
                        target.forwardLength());
        p = slice(out, p, limit, request.buffer(), target.queryStart(), target.queryLength());
        p = put(out, p, limit, REASON);
        p = put(out, p, limit, reason);
        boolean headRequest = request.method() == Method.HEAD;
        p = end(PERMANENT_REDIRECT, reason, headRequest, hop, out, p, limit);
        return p > limit ? 0 : p - offset;
    }

    private static int start(
            int status, LastHop hop, MutableDirectBuffer out, int offset, int limit) {
        int p = put(out, offset, limit, STATUS_LINE);
        p = number(out, p, limit, status);
        p = put(out, p, limit, " ");
        p = put(out, p, limit, StatusText.of(status));
        p = put(out, p, limit, DATE);
        p = date(out, p, limit, hop.date());
        p = put(out, p, limit, SERVER_AND_TYPE);
        return hop.strictTransport().length == 0
                ? p
                : strictTransport(out, p, limit, hop.strictTransport());
    }

    private static int end(
            int status,
            String reason,
            boolean headRequest,
            LastHop hop,
            MutableDirectBuffer out,
            int position,
            int limit) {
        int p = position;
        if (hop.close()) {
            p = put(out, p, limit, CLOSE);
        } else if (hop.version() == 10) {
            p = put(out, p, limit, KEEP_ALIVE);
        }
        p = put(out, p, limit, CONTENT_LENGTH);
        p = number(out, p, limit, STATUS_DIGITS + 1 + reason.length() + 1);
        p = put(out, p, limit, END_OF_HEAD);
        if (!headRequest) {
            p = number(out, p, limit, status);
            p = put(out, p, limit, " ");
            p = put(out, p, limit, reason);
            p = put(out, p, limit, "\n");
        }
        return p;
    }

    // Each of these returns the position behind what it wrote, or limit + 1 when it does not fit;
    // from there nothing fits any more.

    private static int put(MutableDirectBuffer out, int position, int limit, String text) {
        if (text.length() > limit - position) {
            return limit + 1;
        }
        return position + out.putStringWithoutLengthAscii(position, text);
    }

    private static int slice(
            MutableDirectBuffer out,
            int position,
            int limit,
            DirectBuffer source,
            int from,
            int length) {
        if (length > limit - position) {
            return limit + 1;
        }
        out.putBytes(position, source, from, length);
        return position + length;
    }

    /** A whole line, where all others begin with the line end of the one before. */
    private static int strictTransport(
            MutableDirectBuffer out, int position, int limit, byte[] line) {
        int p = put(out, position, limit, LINE_END);
        if (line.length - LINE_END.length() > limit - p) {
            return limit + 1;
        }
        out.putBytes(p, line, 0, line.length - LINE_END.length());
        return p + line.length - LINE_END.length();
    }

    private static int number(MutableDirectBuffer out, int position, int limit, int value) {
        if (AsciiEncoding.digitCount(value) > limit - position) {
            return limit + 1;
        }
        return position + out.putIntAscii(position, value);
    }

    private static int date(MutableDirectBuffer out, int position, int limit, HttpDate date) {
        if (HttpDate.LENGTH > limit - position) {
            return limit + 1;
        }
        return position + date.write(out, position);
    }
}
