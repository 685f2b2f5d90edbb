package io.tailrace.core.arrival;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header by which a load balancer tells whose connection it passes on (the PROXY protocol,
 * versions 1 and 2, as HAProxy's proxy-protocol.txt states it).
 *
 * <pre>
 *   1   PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 CR LF         at most 107 bytes
 *   2   signature(12) version+command(1) family(1) length(2)
 *       source, destination, source port, destination port, TLVs  at most 16 + 4,096 bytes
 * </pre>
 *
 * <p>Thread: any, one at a time; what was parsed stands until the next {@link #parse}.
 */
final class ProxyHeader {
    /** So far it may be a header: more bytes are needed. */
    static final int INCOMPLETE = 0;

    /** It is not one, and does not begin like one. */
    static final int ABSENT = -1;

    /** It begins like one and goes on wrong. */
    static final int MALFORMED = -2;

    private static final byte[] V1_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int V1_LONGEST = 107;
    private static final byte[] V2_START = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };
    private static final int V2_FIXED = 16;
    private static final int V2_LONGEST = 4096;
    private static final int V2_INET = 12;
    private static final int V2_INET6 = 36;
    private static final int V2_UNIX = 216;
    private static final int TLV_HEAD = 3;
    private static final int TLV_CRC32C = 0x03;

    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int MAX_PORT = 65_535;

    private @Nullable InetAddress client;
    private int port;
    private boolean local;

    /**
     * Looks for a header at the beginning of {@code [from, to)}.
     *
     * @return above 0: how many bytes it has; else {@link #INCOMPLETE}, {@link #ABSENT} or {@link
     *     #MALFORMED}
     */
    int parse(DirectBuffer bytes, int from, int to) {
        client = null;
        port = 0;
        local = false;
        int length = to - from;
        if (startsWith(V1_START, bytes, from, length)) {
            return length < V1_START.length ? INCOMPLETE : version1(bytes, from, length);
        }
        if (startsWith(V2_START, bytes, from, length)) {
            return length < V2_FIXED ? INCOMPLETE : version2(bytes, from, length);
        }
        return ABSENT;
    }

    /** The client's address; null where the header tells none. */
    @Nullable InetAddress client() {
        return client;
    }

    /** The port that the client reached; of no meaning without {@link #client}. */
    int port() {
        return port;
    }

    /** Whether the peer speaks for itself, as a balancer's health check does. */
    boolean isLocal() {
        return local;
    }

    private static boolean startsWith(byte[] start, DirectBuffer bytes, int from, int length) {
        for (int i = 0; i < Math.min(start.length, length); i++) {
            if (bytes.getByte(from + i) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private int version1(DirectBuffer bytes, int from, int length) {
        int end = 0;
        while (end < length && bytes.getByte(from + end) != '\n') {
            end++;
        }
        if (end >= V1_LONGEST) {
            return MALFORMED;
        }
        if (end == length) {
            return INCOMPLETE;
        }
        if (bytes.getByte(from + end - 1) != '\r') {
            return MALFORMED;
        }
        byte[] line = new byte[end - 1];
        bytes.getBytes(from, line);
        String[] words = new String(line, StandardCharsets.ISO_8859_1).split(" ", -1);
        boolean told =
                switch (words[1]) {
                    // Whatever follows is to be ignored.
                    case "UNKNOWN" -> true;
                    case "TCP4" -> addresses(words, IPV4);
                    case "TCP6" -> addresses(words, IPV6);
                    default -> false;
                };
        return told ? end + 1 : MALFORMED;
    }

    private boolean addresses(String[] words, Pattern literal) {
        if (words.length != 6
                || !literal.matcher(words[2]).matches()
                || !literal.matcher(words[3]).matches()
                || port(words[4]) < 0
                || port(words[5]) < 0) {
            return false;
        }
        try {
            client = InetAddress.ofLiteral(words[2]);
            port = port(words[5]);
            InetAddress.ofLiteral(words[3]);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int port(String word) {
        int number = PORT.matcher(word).matches() ? Integer.parseInt(word) : -1;
        return number > MAX_PORT ? -1 : number;
    }

    private int version2(DirectBuffer bytes, int from, int length) {
        int versionAndCommand = bytes.getByte(from + 12) & 0xff;
        int family = bytes.getByte(from + 13) & 0xff;
        int rest = number(bytes.getByte(from + 14), bytes.getByte(from + 15));
        local = versionAndCommand == 0x20;
        if (versionAndCommand >> 4 != 2 || (versionAndCommand & 0xf) > 1 || rest > V2_LONGEST) {
            return MALFORMED;
        }
        int total = V2_FIXED + rest;
        if (length < total) {
            return INCOMPLETE;
        }
        if (local) {
            return total;
        }
        byte[] header = new byte[total];
        bytes.getBytes(from, header);
        int addresses =
                switch (family) {
                    case 0x00 -> 0;
                    case 0x11 -> addresses(header, V2_INET, 4);
                    case 0x21 -> addresses(header, V2_INET6, 16);
                    case 0x31 -> rest < V2_UNIX ? MALFORMED : V2_UNIX;
                    default -> MALFORMED;
                };
        // Without a family nobody knows where TLVs would begin.
        boolean valid = addresses == 0 || (addresses > 0 && tlvs(header, V2_FIXED + addresses));
        return valid ? total : MALFORMED;
    }

    /** Takes the addresses of the header; their length, or {@link #MALFORMED}. */
    private int addresses(byte[] header, int length, int addressLength) {
        if (header.length - V2_FIXED < length) {
            return MALFORMED;
        }
        byte[] source = new byte[addressLength];
        System.arraycopy(header, V2_FIXED, source, 0, addressLength);
        try {
            client = InetAddress.getByAddress(source);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
        port = number(header, V2_FIXED + length - 2);
        return length;
    }

    private static int number(byte[] header, int at) {
        return number(header[at], header[at + 1]);
    }

    private static int number(byte high, byte low) {
        return ((high & 0xff) << 8) | (low & 0xff);
    }

    /** Whether the TLVs fill the rest of the header, and a checksum among them is right. */
    private static boolean tlvs(byte[] header, int start) {
        int p = start;
        while (p < header.length) {
            if (header.length - p < TLV_HEAD) {
                return false;
            }
            int value = p + TLV_HEAD;
            int length = number(header, p + 1);
            if (length > header.length - value
                    || (header[p] == TLV_CRC32C && !checksum(header, value, length))) {
                return false;
            }
            p = value + length;
        }
        return true;
    }

    private static boolean checksum(byte[] header, int at, int length) {
        if (length != Integer.BYTES) {
            return false;
        }
        CRC32C sum = new CRC32C();
        sum.update(header, 0, at);
        sum.update(new byte[Integer.BYTES]);
        sum.update(header, at + length, header.length - at - length);
        long stated = ((long) number(header, at) << 16) | number(header, at + 2);
        return sum.getValue() == stated;
    }
}
