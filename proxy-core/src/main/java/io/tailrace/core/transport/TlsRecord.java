package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;

/**
 * What can be seen of a sealed record at the head of a buffer (RFC 8446 5.1, RFC 5246 6.2.1).
 *
 * <pre>
 *   type 1 | version 2 | length of the fragment 2 | fragment
 * </pre>
 *
 * <p>Thread: any (stateless).
 */
final class TlsRecord {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    /** Of plain text. */
    static final int MAX_PLAIN = 16 * 1024;

    /** Of a fragment: 2 KiB more than the plain text (RFC 5246 6.2.3). */
    private static final int MAX_FRAGMENT = MAX_PLAIN + 2 * 1024;

    private static final int HEAD = 5;

    private TlsRecord() {}

    /** Whether a whole record is there, or the head of one that must not be. */
    static boolean isWhole(IoBuffer sealed) {
        return sealed.size() >= HEAD
                && (!isKnown(sealed) || isTooLong(sealed) || sealed.size() >= length(sealed));
    }

    /** Whether it is a record at all. */
    static boolean isKnown(IoBuffer sealed) {
        int type = type(sealed);
        return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
    }

    static boolean isTooLong(IoBuffer sealed) {
        return length(sealed) > HEAD + MAX_FRAGMENT;
    }

    static int type(IoBuffer sealed) {
        return sealed.bytes().getByte(sealed.head());
    }

    /** Of all of it, as it says itself. */
    static int length(IoBuffer sealed) {
        int at = sealed.head() + HEAD - 2;
        return HEAD
                + ((sealed.bytes().getByte(at) & 0xff) << 8
                        | (sealed.bytes().getByte(at + 1) & 0xff));
    }
}
