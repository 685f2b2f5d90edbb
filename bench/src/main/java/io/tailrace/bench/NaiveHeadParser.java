package io.tailrace.bench;

import org.agrona.DirectBuffer;

/**
 * The base line: finds the same ranges, checks the same bytes and recognises the same names as the
 * codec's parser, one byte at a time and by the letter of the rules. It decides nothing about what
 * the fields mean.
 *
 * <p>Thread: any, one at a time.
 */
final class NaiveHeadParser {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private static final String[] KNOWN = {
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "expect",
        "upgrade",
        "te",
        "keep-alive",
        "proxy",
        "proxy-connection",
        "proxy-authenticate",
        "proxy-authorization",
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-proto",
        "x-original-url",
        "x-real-ip",
        "x-request-id",
        "date",
        "server",
        "authorization",
        "www-authenticate",
        "cookie",
        "set-cookie",
        "trailer",
    };

    private final int[] positions = new int[4 * 128];
    private final int[] known = new int[128];
    private int fields;

    int fields() {
        return fields;
    }

    /** Which known name a field has; -1: none. */
    int known(int field) {
        return known[field];
    }

    /** Bytes of the head; 0: not complete or not valid. */
    int parse(DirectBuffer buffer, int from, int to) {
        fields = 0;
        int p = token(buffer, from, to);
        p = visible(buffer, p + 1, to);
        p += " HTTP/1.1".length();
        while (p + 2 <= to && isCrlf(buffer, p)) {
            p += 2;
            if (p + 2 <= to && isCrlf(buffer, p)) {
                return p + 2 - from;
            }
            p = field(buffer, p, to);
        }
        return 0;
    }

    private int field(DirectBuffer buffer, int pos, int to) {
        int nameEnd = token(buffer, pos, to);
        int value = nameEnd + 1;
        while (value < to && isSpace(buffer.getByte(value))) {
            value++;
        }
        int end = value;
        while (end < to && isValue(buffer.getByte(end))) {
            end++;
        }
        int valueEnd = end;
        while (valueEnd > value && isSpace(buffer.getByte(valueEnd - 1))) {
            valueEnd--;
        }
        positions[4 * fields] = pos;
        positions[4 * fields + 1] = nameEnd;
        positions[4 * fields + 2] = value;
        positions[4 * fields + 3] = valueEnd;
        known[fields] = known(buffer, pos, nameEnd - pos);
        fields++;
        return end;
    }

    private static int known(DirectBuffer buffer, int start, int length) {
        for (int i = 0; i < KNOWN.length; i++) {
            if (isName(buffer, start, length, KNOWN[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isName(DirectBuffer buffer, int start, int length, String name) {
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Character.toLowerCase((char) buffer.getByte(start + i)) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int token(DirectBuffer buffer, int pos, int to) {
        int p = pos;
        while (p < to && isToken(buffer.getByte(p))) {
            p++;
        }
        return p;
    }

    private static int visible(DirectBuffer buffer, int pos, int to) {
        int p = pos;
        while (p < to && buffer.getByte(p) > ' ' && buffer.getByte(p) < 0x7f) {
            p++;
        }
        return p;
    }

    private static boolean isToken(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || TOKEN_MARKS.indexOf(b) >= 0;
    }

    private static boolean isValue(byte b) {
        return ((b & 0xff) >= 0x20 && b != 0x7f) || b == '\t';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isCrlf(DirectBuffer buffer, int pos) {
        return buffer.getByte(pos) == '\r' && buffer.getByte(pos + 1) == '\n';
    }
}
