package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The grammar of {@code protocol = protocol-name [ "/" protocol-version ]} (RFC 9110 7.8).
 *
 * <p>Thread: any (immutable).
 */
final class UpgradeProtocol {
    private static final Word H2C = new Word("h2c");

    private UpgradeProtocol() {}

    /** Whether a range is one protocol, and not HTTP/2, which would leave this proxy's grammar. */
    static boolean isForwarded(DirectBuffer buffer, int start, int length) {
        int end = start + length;
        int nameEnd = Bytes.skipToken(buffer, start, end);
        if (nameEnd == start || H2C.is(buffer, start, nameEnd - start)) {
            return false;
        }
        if (nameEnd == end) {
            return true;
        }
        return buffer.getByte(nameEnd) == '/'
                && nameEnd + 1 < end
                && Bytes.skipToken(buffer, nameEnd + 1, end) == end;
    }
}
