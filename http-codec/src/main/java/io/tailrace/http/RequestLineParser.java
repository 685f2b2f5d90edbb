package io.tailrace.http;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Parses the request line and the empty line that may precede it.
 *
 * <pre>
 *   request-line = method SP request-target SP HTTP-version CRLF    (RFC 9112 3)
 * </pre>
 *
 * <p>Thread: any, one at a time; progress is kept in the head.
 */
final class RequestLineParser {
    private static final int OK = 1;
    private static final int VERSION_BYTES = 8;
    private static final String VERSION_PREFIX = "HTTP/";
    private static final long HTTP_1_1 = word("HTTP/1.1");
    private static final long HTTP_1_0 = word("HTTP/1.0");

    private final int maxTargetBytes;

    RequestLineParser(int maxTargetBytes) {
        this.maxTargetBytes = maxTargetBytes;
    }

    /** The eight characters as they are read from a buffer. */
    static long word(String text) {
        long word = 0;
        for (int i = 7; i >= 0; i--) {
            word = word << 8 | text.charAt(i);
        }
        return word;
    }

    /** Above 0: the line is in the head, 0: needs more bytes, below 0: a fault. */
    int parse(RequestHead head, DirectBuffer buffer, int from, int end) {
        int pos = from + head.parsed;
        if (pos < end && head.parsed == 0 && buffer.getByte(pos) == Bytes.CR) {
            // RFC 9112 2.2: one empty line before the request line is skipped.
            if (pos + 1 == end) {
                return 0;
            }
            if (buffer.getByte(pos + 1) != Bytes.LF) {
                return Malformed.BARE_CR.code();
            }
            pos += 2;
            head.parsed = 2;
        }
        int methodEnd = method(head, buffer, from, pos, end);
        if (methodEnd <= 0) {
            return methodEnd;
        }
        int targetEnd = target(head, buffer, from, methodEnd + 1, end);
        if (targetEnd <= 0) {
            return targetEnd;
        }
        int lineEnd = version(head, buffer, targetEnd + 1, end);
        if (lineEnd <= 0) {
            return lineEnd;
        }
        head.parsed = lineEnd - from;
        head.requestLineDone = true;
        return OK;
    }

    /** Where the method ends, at a space (above 0), 0, or a fault. */
    private static int method(RequestHead head, DirectBuffer buffer, int from, int pos, int end) {
        int methodEnd = Bytes.skipToken(buffer, pos, end);
        if (methodEnd == end) {
            return 0;
        }
        byte stop = buffer.getByte(methodEnd);
        if (stop != Bytes.SP || methodEnd == pos) {
            return switch (stop) {
                case Bytes.CR -> Malformed.BAD_REQUEST_LINE.code();
                case Bytes.LF -> Malformed.BARE_LF.code();
                default -> Malformed.BAD_METHOD.code();
            };
        }
        head.method = Method.of(buffer, pos, methodEnd - pos);
        if (head.method == Method.CONNECT || head.method == Method.TRACE) {
            return Malformed.METHOD_NOT_ALLOWED.code();
        }
        head.methodStart = pos - from;
        head.methodLength = methodEnd - pos;
        return methodEnd;
    }

    /** Where the target ends, at a space (above 0), 0, or a fault. */
    private int target(RequestHead head, DirectBuffer buffer, int from, int pos, int end) {
        int scanEnd = pos + Math.min(end - pos, maxTargetBytes + 1);
        int query = Bytes.skipTarget(buffer, pos, scanEnd);
        int targetEnd = query;
        if (query < scanEnd && buffer.getByte(query) == '?') {
            targetEnd = Bytes.skipQuery(buffer, query, scanEnd);
        }
        if (targetEnd - pos > maxTargetBytes) {
            return Malformed.TARGET_TOO_LONG.code();
        }
        if (targetEnd == end) {
            return 0;
        }
        byte stop = buffer.getByte(targetEnd);
        if (stop != Bytes.SP || targetEnd == pos) {
            return switch (stop) {
                case Bytes.SP, Bytes.CR -> Malformed.BAD_REQUEST_LINE.code();
                case Bytes.LF -> Malformed.BARE_LF.code();
                case '#' -> Malformed.FRAGMENT_IN_TARGET.code();
                default -> Malformed.BAD_TARGET_BYTE.code();
            };
        }
        head.targetStart = pos - from;
        head.targetLength = targetEnd - pos;
        head.queryLength = targetEnd - query;
        int result = form(head, buffer, from, pos, query);
        return result < 0 ? result : targetEnd;
    }

    /** Which form the target has (RFC 9112 3.2); {@code query} is where its path ends. */
    private static int form(RequestHead head, DirectBuffer buffer, int from, int pos, int query) {
        byte first = buffer.getByte(pos);
        if (first == '/') {
            head.form = TargetForm.ORIGIN;
            head.pathStart = pos - from;
            head.pathLength = query - pos;
            return OK;
        }
        if (first == '*') {
            head.form = TargetForm.ASTERISK;
            head.pathStart = pos - from;
            head.pathLength = 1;
            boolean valid = head.targetLength == 1 && head.method == Method.OPTIONS;
            return valid ? OK : Malformed.BAD_TARGET_FORM.code();
        }
        int length = query - pos;
        if (length >= 7 && Bytes.startsWithIgnoreCase(buffer, pos, "http://")) {
            head.form = TargetForm.ABSOLUTE_HTTP;
            return absolute(head, buffer, from, pos + 7, query);
        }
        if (length >= 8 && Bytes.startsWithIgnoreCase(buffer, pos, "https://")) {
            head.form = TargetForm.ABSOLUTE_HTTPS;
            return absolute(head, buffer, from, pos + 8, query);
        }
        return Malformed.BAD_TARGET_FORM.code();
    }

    /** authority path-abempty, without userinfo (RFC 9110 4.2). */
    private static int absolute(
            RequestHead head, DirectBuffer buffer, int from, int pos, int query) {
        int path = pos;
        while (path < query && buffer.getByte(path) != '/') {
            if (buffer.getByte(path) == '@') {
                return Malformed.USERINFO_IN_TARGET.code();
            }
            path++;
        }
        int hostLength = Authority.hostLength(buffer, pos, path - pos);
        if (hostLength < 0) {
            return hostLength;
        }
        head.hostStart = pos - from;
        head.hostLength = path - pos;
        head.hostNameLength = Authority.nameLength(buffer, pos, hostLength);
        head.pathStart = path - from;
        head.pathLength = query - path;
        return OK;
    }

    /** Where the line ends (above 0), 0, or a fault. */
    private static int version(RequestHead head, DirectBuffer buffer, int pos, int end) {
        if (end - pos >= VERSION_BYTES) {
            long word = buffer.getLong(pos, ByteOrder.LITTLE_ENDIAN);
            head.version = word == HTTP_1_1 ? 11 : word == HTTP_1_0 ? 10 : 0;
        }
        int versionEnd = pos + VERSION_BYTES;
        if (end - pos < VERSION_BYTES || head.version == 0) {
            int result = versionForm(buffer, pos, end);
            if (result <= 0) {
                return result;
            }
        }
        if (versionEnd == end) {
            return 0;
        }
        byte stop = buffer.getByte(versionEnd);
        if (stop != Bytes.CR) {
            return (stop == Bytes.LF ? Malformed.BARE_LF : Malformed.BAD_VERSION).code();
        }
        if (versionEnd + 1 == end) {
            return 0;
        }
        if (buffer.getByte(versionEnd + 1) != Bytes.LF) {
            return Malformed.BARE_CR.code();
        }
        if (head.version == 0) {
            return Malformed.VERSION_NOT_SUPPORTED.code();
        }
        return versionEnd + 2;
    }

    /**
     * HTTP-version = "HTTP" "/" DIGIT "." DIGIT (RFC 9112 2.3). Above 0: complete, 0: right so far,
     * below 0: a fault.
     */
    static int versionForm(DirectBuffer buffer, int pos, int end) {
        for (int i = 0; i < VERSION_BYTES; i++) {
            if (pos + i == end) {
                return 0;
            }
            byte b = buffer.getByte(pos + i);
            boolean right =
                    i < VERSION_PREFIX.length()
                            ? b == VERSION_PREFIX.charAt(i)
                            : i == VERSION_PREFIX.length() + 1 ? b == '.' : Bytes.isDigit(b);
            if (!right) {
                return (b == Bytes.LF ? Malformed.BARE_LF : Malformed.BAD_VERSION).code();
            }
        }
        return OK;
    }
}
