package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The Keep-Alive field (RFC 2068 19.7.1.1), of which only {@code timeout} is of use here.
 *
 * <p>Thread: any (immutable).
 */
final class KeepAlive {
    private static final String TIMEOUT = "timeout=";
    private static final int MAX_SECONDS = 1_000_000;

    private KeepAlive() {}

    /**
     * The first {@code timeout=} with a number, at most a million; -1: none. A hint, not a rule.
     */
    static int timeoutSeconds(DirectBuffer buffer, int start, int length) {
        int end = start + length;
        int p = start;
        while (p < end) {
            p = Bytes.skipOws(buffer, p, end);
            if (end - p > TIMEOUT.length()
                    && Bytes.startsWithIgnoreCase(buffer, p, TIMEOUT)
                    && Bytes.isDigit(buffer.getByte(p + TIMEOUT.length()))) {
                return seconds(buffer, p + TIMEOUT.length(), end);
            }
            while (p < end && buffer.getByte(p) != ',') {
                p++;
            }
            p++;
        }
        return -1;
    }

    private static int seconds(DirectBuffer buffer, int pos, int end) {
        int seconds = 0;
        for (int p = pos; p < end && Bytes.isDigit(buffer.getByte(p)); p++) {
            seconds = Math.min(MAX_SECONDS, seconds * 10 + buffer.getByte(p) - '0');
        }
        return seconds;
    }
}
