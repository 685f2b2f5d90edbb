package io.tailrace.http;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The field lines of one head or trailer section, and the parser of a line (RFC 9112 5).
 *
 * <pre>
 *   field-line = field-name ":" OWS field-value OWS        then CRLF
 *
 *   Content-Length:  42 \r\n
 *   ^name         ^nameEnd
 *                    ^value ^valueEnd
 * </pre>
 *
 * <p>Positions are kept relative to the start of the message.
 *
 * <p>Thread: any, one at a time.
 */
final class FieldLines {
    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int STRIDE = 4;

    private final int[] positions;
    private final KnownField[] known;
    private int count;

    FieldLines(int maxFields) {
        positions = new int[maxFields * STRIDE];
        known = new KnownField[maxFields];
        Arrays.fill(known, KnownField.OTHER);
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    int capacity() {
        return known.length;
    }

    int name(int field) {
        return positions[checked(field) + NAME];
    }

    int nameLength(int field) {
        int i = checked(field);
        return positions[i + NAME_END] - positions[i + NAME];
    }

    int value(int field) {
        return positions[checked(field) + VALUE];
    }

    int valueLength(int field) {
        int i = checked(field);
        return positions[i + VALUE_END] - positions[i + VALUE];
    }

    KnownField known(int field) {
        checked(field);
        return known[field];
    }

    /** Slots above the count hold an earlier message: nobody may read them. */
    private int checked(int field) {
        if (field < 0 || field >= count) {
            throw new IndexOutOfBoundsException(field);
        }
        return field * STRIDE;
    }

    /**
     * Parses the line at {@code pos} and adds it. There must be room, and a byte at {@code pos}
     * that is not the CR of the final empty line.
     *
     * @param base where the message starts
     * @return where the next line starts (above 0), 0: needs more bytes, below 0: a fault
     */
    int parseLine(DirectBuffer buffer, int base, int pos, int end) {
        int nameEnd = Bytes.skipToken(buffer, pos, end);
        if (nameEnd == end) {
            return 0;
        }
        if (buffer.getByte(nameEnd) != ':' || nameEnd == pos) {
            return refuseName(buffer, pos, nameEnd).code();
        }
        int value = Bytes.skipOws(buffer, nameEnd + 1, end);
        int stop = Bytes.skipValue(buffer, value, end);
        if (stop == end) {
            return 0;
        }
        byte b = buffer.getByte(stop);
        if (b != Bytes.CR) {
            return (b == Bytes.LF ? Malformed.BARE_LF : Malformed.BAD_FIELD_VALUE).code();
        }
        if (stop + 1 == end) {
            return 0;
        }
        if (buffer.getByte(stop + 1) != Bytes.LF) {
            return Malformed.BARE_CR.code();
        }
        int valueEnd = stop;
        while (valueEnd > value && Bytes.isOws(buffer.getByte(valueEnd - 1))) {
            valueEnd--;
        }
        add(pos - base, nameEnd - base, value - base, valueEnd - base);
        known[count - 1] = KnownField.of(buffer, pos, nameEnd - pos);
        return stop + 2;
    }

    private void add(int name, int nameEnd, int value, int valueEnd) {
        int i = count * STRIDE;
        positions[i + NAME] = name;
        positions[i + NAME_END] = nameEnd;
        positions[i + VALUE] = value;
        positions[i + VALUE_END] = valueEnd;
        count++;
    }

    /** Why the byte at {@code stop} cannot follow the name so far. */
    private Malformed refuseName(DirectBuffer buffer, int pos, int stop) {
        byte b = buffer.getByte(stop);
        if (b == Bytes.LF) {
            return Malformed.BARE_LF;
        }
        if (!Bytes.isOws(b)) {
            return Malformed.BAD_FIELD_NAME;
        }
        if (stop > pos) {
            return Malformed.SPACE_BEFORE_COLON;
        }
        return count == 0 ? Malformed.SPACE_BEFORE_FIRST_FIELD : Malformed.OBSOLETE_FOLD;
    }
}
