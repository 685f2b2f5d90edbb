package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The grammar of {@code uri-host [ ":" port ]} (RFC 9110 7.2, RFC 3986 3.2.2), without userinfo.
 *
 * <p>Thread: any (immutable).
 */
final class Authority {
    private static final int MAX_PORT_DIGITS = 5;
    private static final int BAD = Malformed.BAD_HOST.code();

    private Authority() {}

    /**
     * Checks an authority.
     *
     * @return bytes of its host, without port, below 0: a fault
     */
    static int hostLength(DirectBuffer buffer, int start, int length) {
        int end = start + length;
        int hostEnd =
                length > 0 && buffer.getByte(start) == '['
                        ? IpLiteral.end(buffer, start, end)
                        : regNameEnd(buffer, start, end);
        if (hostEnd <= start || !isPort(buffer, hostEnd, end)) {
            return BAD;
        }
        return hostEnd - start;
    }

    /** The host without one trailing dot; a host of one dot stays. */
    static int nameLength(DirectBuffer buffer, int start, int hostLength) {
        return hostLength > 1 && buffer.getByte(start + hostLength - 1) == '.'
                ? hostLength - 1
                : hostLength;
    }

    /**
     * Where the reg-name at {@code start} ends; -1 if a percent sign is not followed by two hex.
     */
    private static int regNameEnd(DirectBuffer buffer, int start, int end) {
        int p = Bytes.skipRegName(buffer, start, end);
        while (p < end && buffer.getByte(p) == '%') {
            if (end - p < 3
                    || Bytes.hexValue(buffer.getByte(p + 1)) < 0
                    || Bytes.hexValue(buffer.getByte(p + 2)) < 0) {
                return -1;
            }
            p = Bytes.skipRegName(buffer, p + 3, end);
        }
        return p;
    }

    /** Nothing, or a colon and a number up to 65535, which may be empty (RFC 3986 3.2.3). */
    private static boolean isPort(DirectBuffer buffer, int pos, int end) {
        if (pos == end) {
            return true;
        }
        if (buffer.getByte(pos) != ':' || end - pos > 1 + MAX_PORT_DIGITS) {
            return false;
        }
        int port = 0;
        for (int p = pos + 1; p < end; p++) {
            if (!Bytes.isDigit(buffer.getByte(p))) {
                return false;
            }
            port = port * 10 + buffer.getByte(p) - '0';
        }
        return port <= 65535;
    }

    /** The port of a valid authority, or the default where there is none. */
    static int port(DirectBuffer buffer, int start, int length, int hostLength, int defaultPort) {
        int digits = start + hostLength + 1;
        int end = start + length;
        if (digits >= end) {
            return defaultPort;
        }
        int port = 0;
        for (int p = digits; p < end; p++) {
            port = port * 10 + buffer.getByte(p) - '0';
        }
        return port;
    }

    /** Whether two valid authorities in one buffer mean the same host and port. */
    static boolean same(
            DirectBuffer buffer, int a, int aLength, int b, int bLength, int defaultPort) {
        int aHost = hostLength(buffer, a, aLength);
        int bHost = hostLength(buffer, b, bLength);
        int aName = nameLength(buffer, a, aHost);
        return aName == nameLength(buffer, b, bHost)
                && Bytes.equalsIgnoreCase(buffer, a, buffer, b, aName)
                && port(buffer, a, aLength, aHost, defaultPort)
                        == port(buffer, b, bLength, bHost, defaultPort);
    }
}
