package io.tailrace.http;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * A word of letters, digits and hyphens, compared without case several bytes at a time: eight by
 * eight from its start, and the last eight, which may overlap them; a short word as its first and
 * last four or two.
 *
 * <p>Only for text that was validated: no control byte may stand for a character.
 *
 * <p>Thread: any (immutable).
 */
final class Word {
    /** Turns letters to lower case; digits and hyphens have the bit set. */
    private static final long FOLD = 0x2020202020202020L;

    private final String text;
    private final int length;
    private final int step;
    private final int firstSteps;
    private final long[] parts;

    /**
     * @param text lower case, at least two characters
     */
    Word(String text) {
        this.text = text;
        length = text.length();
        step = length >= 8 ? 8 : length >= 4 ? 4 : 2;
        firstSteps = length / step;
        parts = new long[firstSteps + 1];
        for (int i = 0; i < firstSteps; i++) {
            parts[i] = part(i * step);
        }
        parts[firstSteps] = part(length - step);
    }

    private long part(int start) {
        long part = 0;
        for (int i = step - 1; i >= 0; i--) {
            part = part << 8 | text.charAt(start + i);
        }
        return part;
    }

    String text() {
        return text;
    }

    /** Whether a range is this word. */
    boolean is(DirectBuffer buffer, int start, int length) {
        return length == this.length && isAt(buffer, start);
    }

    /** As {@link #is}, for a range known to be as long. */
    boolean isAt(DirectBuffer buffer, int start) {
        for (int i = 0; i < firstSteps; i++) {
            if (folded(buffer, start + i * step) != parts[i]) {
                return false;
            }
        }
        return folded(buffer, start + length - step) == parts[firstSteps];
    }

    private long folded(DirectBuffer buffer, int pos) {
        return switch (step) {
            case 8 -> buffer.getLong(pos, ByteOrder.LITTLE_ENDIAN) | FOLD;
            case 4 -> (buffer.getInt(pos, ByteOrder.LITTLE_ENDIAN) | FOLD) & 0xffff_ffffL;
            default -> (buffer.getShort(pos, ByteOrder.LITTLE_ENDIAN) | FOLD) & 0xffffL;
        };
    }
}
