package io.tailrace.http;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Byte classes of the grammar, and scans that skip a class of bytes a word (eight bytes) at a time.
 *
 * <p>A scan returns the index of the first byte outside its class, or {@code end}. The tests of a
 * word set the top bit of each byte that they are true for. Where a borrow may set another bit too,
 * it does so only above a byte that the test is true for, so that the lowest set bit is right.
 *
 * <p>Thread: any (immutable).
 */
final class Bytes {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HTAB = '\t';

    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final long LOWS = 0x7f7f7f7f7f7f7f7fL;

    private static final int TOKEN = 1;
    private static final int VALUE = 1 << 1;
    private static final int TARGET = 1 << 2;
    private static final int UNRESERVED = 1 << 3;
    private static final int REG_NAME = 1 << 4;

    private static final byte[] CLASSES = new byte[256];
    private static final byte[] HEX_VALUES = new byte[256];

    static {
        String alpha = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        String digit = "0123456789";
        // RFC 9110 5.6.2: tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^"
        // / "_" / "`" / "|" / "~" / DIGIT / ALPHA
        mark(TOKEN, "!#$%&'*+-.^_`|~" + digit + alpha);
        // RFC 9110 5.5: field-vchar = VCHAR / obs-text; between them SP and HTAB
        markRange(VALUE, 0x20, 0x7e);
        markRange(VALUE, 0x80, 0xff);
        CLASSES[HTAB] |= VALUE;
        // The visible characters. RFC 3986 has fewer, but which of the others a path holds is its
        // owner's business; "#" and "?" are marks between the parts of a target.
        markRange(TARGET, 0x21, 0x7e);
        CLASSES['#'] &= ~TARGET;
        CLASSES['?'] &= ~TARGET;
        // RFC 3986 2.3: unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
        mark(UNRESERVED, "-._~" + digit + alpha);
        // RFC 3986 3.2.2: reg-name = *( unreserved / pct-encoded / sub-delims )
        mark(REG_NAME, "-._~!$&'()*+,;=" + digit + alpha);

        Arrays.fill(HEX_VALUES, (byte) -1);
        for (int i = 0; i < 16; i++) {
            HEX_VALUES["0123456789abcdef".charAt(i)] = (byte) i;
            HEX_VALUES["0123456789ABCDEF".charAt(i)] = (byte) i;
        }
    }

    private Bytes() {}

    private static void mark(int bit, String members) {
        for (int i = 0; i < members.length(); i++) {
            CLASSES[members.charAt(i)] |= (byte) bit;
        }
    }

    private static void markRange(int bit, int first, int last) {
        for (int b = first; b <= last; b++) {
            CLASSES[b] |= (byte) bit;
        }
    }

    static boolean isToken(byte b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    /** VCHAR, obs-text, SP or HTAB. */
    static boolean isValue(byte b) {
        return (CLASSES[b & 0xff] & VALUE) != 0;
    }

    static boolean isUnreserved(int b) {
        return (CLASSES[b & 0xff] & UNRESERVED) != 0;
    }

    /** Without the percent sign of pct-encoded. */
    static boolean isRegName(byte b) {
        return (CLASSES[b & 0xff] & REG_NAME) != 0;
    }

    static boolean isVisible(byte b) {
        return b > 0x20 && b < 0x7f;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** SP or HTAB, nothing else (RFC 9110 5.6.3). */
    static boolean isOws(byte b) {
        return b == SP || b == HTAB;
    }

    /** 0 to 15, or -1. */
    static int hexValue(byte b) {
        return HEX_VALUES[b & 0xff];
    }

    /** ASCII letters to lower case, everything else as it is. */
    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }

    static int skipOws(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (p < end && isOws(buffer.getByte(p))) {
            p++;
        }
        return p;
    }

    /** Skips token characters; most names are letters and hyphens, which go a word at a time. */
    static int skipToken(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (end - p >= 8) {
            long word = buffer.getLong(p, ByteOrder.LITTLE_ENDIAN);
            long other = ~(letters(word) | hyphensAndDots(word)) & TOPS;
            if (other == 0) {
                p += 8;
                continue;
            }
            int bits = Long.numberOfTrailingZeros(other) & ~7;
            p += bits >>> 3;
            if (!isToken((byte) (word >>> bits))) {
                return p;
            }
            p++;
        }
        while (p < end && isToken(buffer.getByte(p))) {
            p++;
        }
        return p;
    }

    /** Skips what a registered name may hold, but for percent-encoded bytes. */
    static int skipRegName(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (end - p >= 8) {
            long word = buffer.getLong(p, ByteOrder.LITTLE_ENDIAN);
            long other = ~(letters(word) | hyphensAndDots(word) | digits(word)) & TOPS;
            if (other == 0) {
                p += 8;
                continue;
            }
            int bits = Long.numberOfTrailingZeros(other) & ~7;
            p += bits >>> 3;
            if (!isRegName((byte) (word >>> bits))) {
                return p;
            }
            p++;
        }
        while (p < end && isRegName(buffer.getByte(p))) {
            p++;
        }
        return p;
    }

    /** Skips what a field value may hold: VCHAR, obs-text, SP, HTAB. */
    static int skipValue(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (end - p >= 8) {
            long word = buffer.getLong(p, ByteOrder.LITTLE_ENDIAN);
            // Nothing below SP, nothing from DEL on: the sums touch other bytes only if so.
            if ((((word - ONES * 0x20) | (word + ONES) | word) & TOPS) == 0) {
                p += 8;
                continue;
            }
            long stop = (lessThan(word, 0x20) | equalTo(word, 0x7f)) & TOPS;
            if (stop == 0) {
                p += 8;
                continue;
            }
            int bits = Long.numberOfTrailingZeros(stop) & ~7;
            p += bits >>> 3;
            if ((byte) (word >>> bits) != HTAB) {
                return p;
            }
            p++;
        }
        while (p < end && isValue(buffer.getByte(p))) {
            p++;
        }
        return p;
    }

    /** Skips visible ASCII up to {@code ?} and {@code #}: the part of a target before its query. */
    static int skipTarget(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (end - p >= 8) {
            long word = buffer.getLong(p, ByteOrder.LITTLE_ENDIAN);
            long stop =
                    (lessThan(word, 0x21)
                                    | word
                                    | equalTo(word, 0x7f)
                                    | equalTo(word, '#')
                                    | equalTo(word, '?'))
                            & TOPS;
            if (stop != 0) {
                return p + (Long.numberOfTrailingZeros(stop) >>> 3);
            }
            p += 8;
        }
        while (p < end && (CLASSES[buffer.getByte(p) & 0xff] & TARGET) != 0) {
            p++;
        }
        return p;
    }

    /** Skips visible ASCII up to {@code #}. */
    static int skipQuery(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (end - p >= 8) {
            long word = buffer.getLong(p, ByteOrder.LITTLE_ENDIAN);
            long stop =
                    (lessThan(word, 0x21) | word | equalTo(word, 0x7f) | equalTo(word, '#')) & TOPS;
            if (stop != 0) {
                return p + (Long.numberOfTrailingZeros(stop) >>> 3);
            }
            p += 8;
        }
        while (p < end && isVisible(buffer.getByte(p)) && buffer.getByte(p) != '#') {
            p++;
        }
        return p;
    }

    /** Skips everything but {@code %} and {@code .}, the two bytes that may change a path. */
    static int skipPlainPath(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (end - p >= 8) {
            long word = buffer.getLong(p, ByteOrder.LITTLE_ENDIAN);
            long stop = (equalTo(word, '%') | equalTo(word, '.')) & TOPS;
            if (stop != 0) {
                return p + (Long.numberOfTrailingZeros(stop) >>> 3);
            }
            p += 8;
        }
        while (p < end && buffer.getByte(p) != '%' && buffer.getByte(p) != '.') {
            p++;
        }
        return p;
    }

    /** Whether a range, long enough, starts with {@code lowerCase}, letters without case. */
    static boolean startsWithIgnoreCase(DirectBuffer buffer, int start, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if (lower(buffer.getByte(start + i)) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean equalsIgnoreCase(
            DirectBuffer a, int aStart, DirectBuffer b, int bStart, int length) {
        for (int i = 0; i < length; i++) {
            if (lower(a.getByte(aStart + i)) != lower(b.getByte(bStart + i))) {
                return false;
            }
        }
        return true;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Eight hex digits of a number, the highest in the lowest byte. */
    static long hexDigits(int value) {
        long v = Integer.reverseBytes(value) & 0xffff_ffffL;
        v = (v | v << 16) & 0x0000_ffff_0000_ffffL;
        v = (v | v << 8) & 0x00ff_00ff_00ff_00ffL;
        // Of each byte, the high digit comes first.
        long nibbles = ((v >>> 4) & 0x000f_000f_000f_000fL) | ((v << 8) & 0x0f00_0f00_0f00_0f00L);
        long aboveNine = ((nibbles + ONES * 6) >>> 4) & ONES;
        return nibbles + ONES * '0' + aboveNine * ('a' - '0' - 10);
    }

    /** Top bits of bytes below {@code n} (at most 0x80). */
    private static long lessThan(long word, int n) {
        return (word - ONES * n) & ~word;
    }

    /** Top bits of bytes equal to {@code value}. */
    private static long equalTo(long word, int value) {
        long difference = word ^ (ONES * value);
        return (difference - ONES) & ~difference;
    }

    /**
     * Top bits of exactly the bytes from {@code first} to {@code last}, both below 0x80: no carry
     * leaves its byte.
     */
    private static long inRange(long word, int first, int last) {
        long low = word & LOWS;
        return (low + ONES * (0x80 - first)) & ~(low + ONES * (0x7f - last)) & ~word;
    }

    private static long digits(long word) {
        return inRange(word, '0', '9');
    }

    private static long hyphensAndDots(long word) {
        return inRange(word, '-', '.');
    }

    private static long letters(long word) {
        return inRange(word | (ONES * 0x20), 'a', 'z');
    }
}
