package io.tailrace.core.route;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Byte ranges read eight bytes at a time. The first byte of a range is the lowest of its word, on
 * every machine.
 *
 * <p>Thread: any (no state).
 */
final class Words {
    /** {@value} bytes are one word. */
    static final int BYTES = Long.BYTES;

    private static final long HIGH_BITS = 0x8080808080808080L;

    private Words() {}

    /** The eight bytes at {@code offset}. */
    static long word(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** The last 0 to 7 bytes of a word, moved down; zeros above them. */
    static long top(long word, int length) {
        // In two steps, as a shift by 64 would be one by 0.
        return (word >>> 1) >>> (Byte.SIZE * (BYTES - length) - 1);
    }

    /** The {@code length} bytes before {@code end}, 0 to 7 of them; zeros above them. */
    static long shortWord(DirectBuffer buffer, int end, int length) {
        if (length >= Integer.BYTES) {
            long first = half(buffer, end - length);
            long last = half(buffer, end - Integer.BYTES) >>> (Byte.SIZE * (BYTES - length));
            return first | (last << Integer.SIZE);
        }
        long word = 0;
        for (int i = 1; i <= length; i++) {
            word = (word << Byte.SIZE) | (buffer.getByte(end - i) & 0xff);
        }
        return word;
    }

    private static long half(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN) & 0xffff_ffffL;
    }

    /**
     * The same bytes with {@code A} to {@code Z} in lower case. Seven low bits of a byte plus a
     * constant set its high bit if they are at least {@code A}, or above {@code Z}; bytes that come
     * with the high bit are not ASCII and stay.
     */
    static long lowerCase(long word) {
        long low7 = word & ~HIGH_BITS;
        long atLeastA = low7 + 0x3f3f3f3f3f3f3f3fL;
        long aboveZ = low7 + 0x2525252525252525L;
        long upperCase = atLeastA & ~aboveZ & ~word & HIGH_BITS;
        return word | (upperCase >>> 2);
    }

    /**
     * The first of eight bytes that equals {@code wanted}: its index, or 8 or more. A borrow may
     * report bytes above the first hit, never below it.
     */
    static int indexOf(long word, byte wanted) {
        long ones = 0x0101010101010101L;
        long differing = word ^ (ones * (wanted & 0xff));
        return Long.numberOfTrailingZeros((differing - ones) & ~differing & HIGH_BITS) / Byte.SIZE;
    }

    static boolean equal(DirectBuffer a, int aStart, DirectBuffer b, int bStart, int length) {
        int i = 0;
        for (; i <= length - BYTES; i += BYTES) {
            if (word(a, aStart + i) != word(b, bStart + i)) {
                return false;
            }
        }
        return shortWord(a, aStart + length, length - i)
                == shortWord(b, bStart + length, length - i);
    }

    /** As {@link #equal}, where {@code b} is in lower case and the case of {@code a} is ignored. */
    static boolean equalIgnoringCase(
            DirectBuffer a, int aStart, DirectBuffer b, int bStart, int length) {
        int i = 0;
        for (; i <= length - BYTES; i += BYTES) {
            if (lowerCase(word(a, aStart + i)) != word(b, bStart + i)) {
                return false;
            }
        }
        return lowerCase(shortWord(a, aStart + length, length - i))
                == shortWord(b, bStart + length, length - i);
    }
}
