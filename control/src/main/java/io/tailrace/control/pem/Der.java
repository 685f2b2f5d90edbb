package io.tailrace.control.pem;

import java.util.Arrays;

/**
 * Walks over the elements of a DER encoding (X.690), and wraps bytes into new ones. As much as
 * private keys need.
 *
 * <p>Anything that is not DER is an {@link IllegalArgumentException}.
 *
 * <p>Thread: any, one at a time.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    /** {@code [0]} and {@code [1]}, explicit. */
    static final int CONTEXT_0 = 0xa0;

    static final int CONTEXT_1 = 0xa1;

    private final byte[] bytes;
    private int at;
    private final int end;

    Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Whether the next element has this tag. */
    boolean nextIs(int tag) {
        return at < end && (bytes[at] & 0xff) == tag;
    }

    /** Goes past the next element, which must have this tag, and returns its content to walk. */
    Der open(int tag) {
        if (!nextIs(tag)) {
            throw new IllegalArgumentException("no element of tag " + tag);
        }
        at++;
        int length = length();
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("an element is longer than what holds it");
        }
        Der content = new Der(bytes, at, at + length);
        at += length;
        return content;
    }

    /** Goes past the next element, which must have this tag, and returns its content. */
    byte[] take(int tag) {
        Der content = open(tag);
        return Arrays.copyOfRange(bytes, content.at, content.end);
    }

    private int length() {
        int first = octet();
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int octets = first & 0x7f; octets > 0; octets--) {
            if (length > Integer.MAX_VALUE >> 8) {
                throw new IllegalArgumentException("an element is too long");
            }
            length = (length << 8) | octet();
        }
        return length;
    }

    private int octet() {
        if (at >= end) {
            throw new IllegalArgumentException("ends within an element");
        }
        return bytes[at++] & 0xff;
    }

    /** An element of these parts, one behind the other. */
    static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        int lengthOctets = length < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] element = new byte[2 + lengthOctets + length];
        element[0] = (byte) tag;
        element[1] = (byte) (lengthOctets == 0 ? length : 0x80 | lengthOctets);
        for (int i = 0; i < lengthOctets; i++) {
            element[2 + i] = (byte) (length >>> (8 * (lengthOctets - 1 - i)));
        }
        int to = 2 + lengthOctets;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, element, to, part.length);
            to += part.length;
        }
        return element;
    }
}
