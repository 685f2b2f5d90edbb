package io.tailrace.core.arrival;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a client says first in TLS, as far as it decides which certificate it is shown (RFC 8446
 * 4.1.2, RFC 6066 3).
 *
 * <pre>
 *   record    22 version(2) length(2) fragment       one or more, of one message:
 *   message   1 length(3) version(2) random(32) session(1+) ciphers(2+) compression(1+) extensions(2+)
 *   extension type(2) length(2) data
 * </pre>
 *
 * The engine reads the same bytes again and judges them; here what is not understood is passed over
 * where it can be.
 *
 * <p>Thread: any, one at a time; what was parsed stands until the next {@link #parse}.
 */
final class ClientHello {
    /** So far it may be one: more bytes are needed. */
    static final int INCOMPLETE = 0;

    /** It is none, or larger than any honest one. */
    static final int MALFORMED = -1;

    /** It is no TLS at all, but the beginning of an HTTP request. */
    static final int PLAIN_HTTP = -2;

    /** Bound of all bytes looked at. */
    static final int LONGEST = 16 * 1024;

    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int LONGEST_NAME = 253;

    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int APPLICATION_PROTOCOLS = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int HOST_NAME = 0;
    private static final int TLS_1_3 = 0x0304;
    private static final String HTTP_1_1 = "http/1.1";

    private final byte[] scratch = new byte[LONGEST];
    private final UnsafeBuffer message = new UnsafeBuffer(scratch);

    private int nameStart;
    private int nameLength;
    private boolean rsa;
    private boolean ecdsa;
    private boolean edwards;
    private boolean ecdsaCipher;
    private boolean tls13;
    private boolean otherProtocolsOnly;

    /**
     * Looks at the beginning of {@code [from, to)}.
     *
     * @return above 0: it is complete; else {@link #INCOMPLETE}, {@link #MALFORMED} or {@link
     *     #PLAIN_HTTP}
     */
    int parse(DirectBuffer bytes, int from, int to) {
        nameLength = 0;
        rsa = false;
        ecdsa = false;
        edwards = false;
        ecdsaCipher = false;
        tls13 = false;
        otherProtocolsOnly = false;
        if (from == to) {
            return INCOMPLETE;
        }
        int first = bytes.getByte(from);
        if (first != HANDSHAKE) {
            return isMethodStart(first) ? PLAIN_HTTP : MALFORMED;
        }
        int length = join(bytes, from, Math.min(to, from + LONGEST));
        if (length == INCOMPLETE) {
            return to - from >= LONGEST ? MALFORMED : INCOMPLETE;
        }
        return length > 0 && parseMessage(length) ? length : MALFORMED;
    }

    private static boolean isMethodStart(int b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }

    /** Copies the message out of its records. Returns its length once it is whole. */
    private int join(DirectBuffer bytes, int from, int to) {
        int have = 0;
        int at = from;
        while (at < to) {
            if (bytes.getByte(at) != HANDSHAKE || (at + 1 < to && bytes.getByte(at + 1) != 3)) {
                return MALFORMED;
            }
            if (to - at < RECORD_HEAD) {
                return INCOMPLETE;
            }
            int fragment = number(bytes, at + 3, 2);
            if (fragment == 0 || fragment > LONGEST) {
                return MALFORMED;
            }
            at += RECORD_HEAD;
            int count = Math.min(fragment, to - at);
            message.putBytes(have, bytes, at, count);
            have += count;
            at += count;
            if (have > 0 && message.getByte(0) != CLIENT_HELLO) {
                return MALFORMED;
            }
            if (have >= MESSAGE_HEAD) {
                int length = MESSAGE_HEAD + number(message, 1, 3);
                if (length > LONGEST) {
                    return MALFORMED;
                }
                if (have >= length) {
                    return length;
                }
            }
        }
        return INCOMPLETE;
    }

    private boolean parseMessage(int end) {
        int at = MESSAGE_HEAD + VERSION_AND_RANDOM;
        at = behindVector(at, 1, end);
        int ciphers = at;
        at = behindVector(at, 2, end);
        int compression = at;
        at = behindVector(at, 1, end);
        if (at < 0) {
            return false;
        }
        for (int i = ciphers + 2; i + 1 < compression; i += 2) {
            ecdsaCipher |= isEcdsaCipher(number(message, i, 2));
        }
        // A client without extensions is an old one, but not a wrong one.
        return at == end || parseExtensions(at, end);
    }

    /** Those of ours that sign with ECDSA, in TLS 1.2. */
    private static boolean isEcdsaCipher(int suite) {
        return suite == 0xc02b || suite == 0xc02c || suite == 0xcca9;
    }

    private boolean parseExtensions(int start, int end) {
        if (behindVector(start, 2, end) != end) {
            return false;
        }
        int at = start + 2;
        while (at < end) {
            int data = at + 4;
            int next = behindVector(at + 2, 2, end);
            if (next < 0) {
                return false;
            }
            switch (number(message, at, 2)) {
                case SERVER_NAME -> parseName(data, next);
                case SIGNATURE_ALGORITHMS -> parseAlgorithms(data, next);
                case SUPPORTED_VERSIONS -> parseVersions(data, next);
                case APPLICATION_PROTOCOLS -> otherProtocolsOnly = !offersHttp(data, next);
                default -> {}
            }
            at = next;
        }
        return true;
    }

    private void parseName(int data, int end) {
        int start = data + 5;
        if (start < end
                && message.getByte(data + 2) == HOST_NAME
                && behindVector(data + 3, 2, end) == end) {
            int length = end - start;
            if (message.getByte(end - 1) == '.') {
                length--;
            }
            nameStart = start;
            nameLength = isHostName(start, length) ? length : 0;
        }
    }

    private boolean isHostName(int start, int length) {
        if (length < 1 || length > LONGEST_NAME) {
            return false;
        }
        byte previous = '.';
        for (int i = start; i < start + length; i++) {
            byte b = message.getByte(i);
            boolean right =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || b == '-'
                            || b == '_'
                            || (b == '.' && previous != '.');
            if (!right) {
                return false;
            }
            previous = b;
        }
        return previous != '.';
    }

    /** Those with SHA-1 do not count (RFC 9155). */
    private void parseAlgorithms(int data, int end) {
        for (int i = data + 2; i + 1 < end; i += 2) {
            int algorithm = number(message, i, 2);
            rsa |=
                    algorithm == 0x0401
                            || algorithm == 0x0501
                            || algorithm == 0x0601
                            || (algorithm >= 0x0804 && algorithm <= 0x0806);
            ecdsa |= algorithm == 0x0403 || algorithm == 0x0503 || algorithm == 0x0603;
            edwards |= algorithm == 0x0807;
        }
    }

    private void parseVersions(int data, int end) {
        for (int i = data + 1; i + 1 < end; i += 2) {
            tls13 |= number(message, i, 2) == TLS_1_3;
        }
    }

    private boolean offersHttp(int data, int end) {
        int at = data + 2;
        while (at < end) {
            int length = message.getByte(at) & 0xff;
            if (length == HTTP_1_1.length()
                    && at + length < end
                    && message.getStringWithoutLengthAscii(at + 1, length).equals(HTTP_1_1)) {
                return true;
            }
            at += 1 + length;
        }
        return false;
    }

    /** The position behind a vector that begins with its length, -1 if it does not fit. */
    private int behindVector(int at, int lengthBytes, int end) {
        if (at < 0 || at + lengthBytes > end) {
            return -1;
        }
        int behind = at + lengthBytes + number(message, at, lengthBytes);
        return behind <= end ? behind : -1;
    }

    private static int number(DirectBuffer bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (bytes.getByte(at + i) & 0xff);
        }
        return value;
    }

    // ---- what it says

    /** Where {@link #nameStart} is. */
    DirectBuffer buffer() {
        return message;
    }

    int nameStart() {
        return nameStart;
    }

    /** Of the host that the client asks for, without trailing dot; 0 if it asks for none. */
    int nameLength() {
        return nameLength;
    }

    String name() {
        return message.getStringWithoutLengthAscii(nameStart, nameLength);
    }

    /** Whether the client can check the signatures of an RSA key. */
    boolean takesRsa() {
        return rsa;
    }

    /** Whether the client can check the signatures of an EC key. */
    boolean takesEcdsa() {
        return ecdsa && (tls13 || ecdsaCipher);
    }

    /** Whether the client can check the signatures of an Ed25519 key. */
    boolean takesEdwards() {
        return edwards && (tls13 || ecdsaCipher);
    }

    /** Whether the client wants to speak something, and it is not what we do. */
    boolean wantsOtherProtocols() {
        return otherProtocolsOnly;
    }
}
