package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * A host name as a sequence of words. The last one holds the 0 to 7 bytes that are left and, in its
 * top byte, their number, so that different names are different sequences.
 *
 * <p>Thread: any (immutable).
 */
final class HostName {
    private HostName() {}

    /** How long the first label is, with its dot; 0 when it is empty or all of the name. */
    static int firstLabel(DirectBuffer name, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (name.getByte(offset + i) == '.') {
                return i == 0 ? 0 : i + 1;
            }
        }
        return 0;
    }

    /** 1 or more. */
    static int words(int length) {
        return Words.whole(length) / Long.BYTES + 1;
    }

    static long lastWord(DirectBuffer buffer, int offset, int length) {
        int left = Words.left(length);
        long rest = Words.rest(buffer, offset + length, left);
        return rest | ((long) left << (Long.SIZE - Byte.SIZE));
    }

    /** Whether a word is one of a lower-case name, its case ignored. */
    static boolean same(long word, long nameWord) {
        return word == nameWord || Words.lowerCase(word) == nameWord;
    }
}
