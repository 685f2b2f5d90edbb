package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The grammar of {@code IP-literal = "[" ( IPv6address / IPvFuture ) "]"} (RFC 3986 3.2.2).
 *
 * <p>Thread: any (immutable).
 */
final class IpLiteral {
    private static final int GROUPS = 8;

    private IpLiteral() {}

    /** Where the literal at {@code start}, an opening bracket, ends; -1: malformed. */
    static int end(DirectBuffer buffer, int start, int end) {
        int close = start + 1;
        while (close < end && buffer.getByte(close) != ']') {
            close++;
        }
        if (close == end || close == start + 1) {
            return -1;
        }
        boolean valid =
                Bytes.lower(buffer.getByte(start + 1)) == 'v'
                        ? isFuture(buffer, start + 2, close)
                        : isIpv6(buffer, start + 1, close);
        return valid ? close + 1 : -1;
    }

    /** IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ), from behind the v. */
    private static boolean isFuture(DirectBuffer buffer, int start, int end) {
        int p = start;
        while (p < end && Bytes.hexValue(buffer.getByte(p)) >= 0) {
            p++;
        }
        if (p == start || p == end || buffer.getByte(p) != '.' || p + 1 == end) {
            return false;
        }
        for (p++; p < end; p++) {
            if (!Bytes.isRegName(buffer.getByte(p)) && buffer.getByte(p) != ':') {
                return false;
            }
        }
        return true;
    }

    /**
     * Eight groups of 1 to 4 hex digits; {@code ::} once for one or more groups of zeros; the last
     * two groups may be an IPv4 address.
     */
    private static boolean isIpv6(DirectBuffer buffer, int start, int end) {
        int groups = 0;
        boolean elided = false;
        int p = start;
        if (isElision(buffer, p, end)) {
            elided = true;
            p += 2;
        }
        while (p < end) {
            int digits = hexDigits(buffer, p, end);
            int next = p + digits;
            if (next < end && buffer.getByte(next) == '.') {
                groups += 2;
                if (!isIpv4(buffer, p, end)) {
                    return false;
                }
                break;
            }
            if (digits < 1 || digits > 4) {
                return false;
            }
            groups++;
            p = next;
            if (p == end) {
                break;
            }
            if (isElision(buffer, p, end)) {
                if (elided) {
                    return false;
                }
                elided = true;
                p += 2;
            } else if (buffer.getByte(p) == ':' && p + 1 < end) {
                p++;
            } else {
                return false;
            }
        }
        return elided ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean isElision(DirectBuffer buffer, int pos, int end) {
        return end - pos >= 2 && buffer.getByte(pos) == ':' && buffer.getByte(pos + 1) == ':';
    }

    private static int hexDigits(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (p < end && Bytes.hexValue(buffer.getByte(p)) >= 0) {
            p++;
        }
        return p - pos;
    }

    /** Four numbers of 0 to 255 without leading zeros, and nothing behind them. */
    private static boolean isIpv4(DirectBuffer buffer, int start, int end) {
        int p = start;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0) {
                if (p == end || buffer.getByte(p) != '.') {
                    return false;
                }
                p++;
            }
            int first = p;
            int number = 0;
            while (p < end && p - first < 3 && Bytes.isDigit(buffer.getByte(p))) {
                number = number * 10 + buffer.getByte(p) - '0';
                p++;
            }
            boolean leadingZero = p - first > 1 && buffer.getByte(first) == '0';
            if (p == first || number > 255 || leadingZero) {
                return false;
            }
        }
        return p == end;
    }
}
