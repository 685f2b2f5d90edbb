package io.tailrace.http;

import java.nio.ByteOrder;
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

    /** Not a field line but the CR of the empty line behind the last one. */
    static final int FINAL_LINE = Integer.MIN_VALUE;

    private static final int COLON_SPACE = ':' | ' ' << 8;
    private static final int CRLF = '\r' | '\n' << 8;

    private final int[] positions;
    private final KnownField[] known;
    private final boolean[] plain;
    private int count;

    FieldLines(int maxFields) {
        positions = new int[maxFields * STRIDE];
        known = new KnownField[maxFields];
        Arrays.fill(known, KnownField.OTHER);
        plain = new boolean[maxFields];
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
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

    /** Whether the line is {@code name: value} and CRLF, with no other space around the value. */
    boolean plain(int field) {
        checked(field);
        return plain[field];
    }

    /** Slots above the count hold an earlier message: nobody may read them. */
    private int checked(int field) {
        if (field < 0 || field >= count) {
            throw new IndexOutOfBoundsException(field);
        }
        return field * STRIDE;
    }

    /**
     * Parses the line at {@code pos} and adds it; there must be room.
     *
     * @param base where the message starts
     * @return where the next line starts (above 0), 0: needs more bytes, {@link #FINAL_LINE}, else
     *     below 0: a fault
     */
    int parseLine(DirectBuffer buffer, int base, int pos, int end) {
        int nameEnd = Bytes.skipToken(buffer, pos, end);
        if (nameEnd == pos) {
            return noName(buffer, pos, end);
        }
        boolean usual = end - nameEnd >= 4 && isUsualStart(buffer, nameEnd);
        int value = usual ? nameEnd + 2 : value(buffer, nameEnd, end);
        if (value <= 0) {
            return value;
        }
        int stop = Bytes.skipValue(buffer, value, end);
        int valueEnd = stop;
        if (end - stop < 2) {
            return noLineEnd(buffer, stop, end);
        }
        // The name and its colon lie before, so there are two bytes to look back at.
        int four = buffer.getInt(stop - 2, ByteOrder.LITTLE_ENDIAN);
        if (four >>> 16 != CRLF) {
            return noLineEnd(buffer, stop, end);
        }
        if ((byte) (four >> 8) <= Bytes.SP) {
            valueEnd = trimmedEnd(buffer, value, stop);
        }
        known[count] = KnownField.of(buffer, pos, nameEnd - pos);
        plain[count] = usual && valueEnd == stop;
        add(pos - base, nameEnd - base, value - base, valueEnd - base);
        return stop + 2;
    }

    /** A colon, one space, a visible character. */
    private static boolean isUsualStart(DirectBuffer buffer, int nameEnd) {
        int four = buffer.getInt(nameEnd, ByteOrder.LITTLE_ENDIAN);
        return (four & 0xffff) == COLON_SPACE && (byte) (four >> 16) > Bytes.SP;
    }

    /** Where the value starts (above 0), 0, or a fault. */
    private static int value(DirectBuffer buffer, int nameEnd, int end) {
        if (nameEnd == end) {
            return 0;
        }
        byte b = buffer.getByte(nameEnd);
        if (b == ':') {
            return Bytes.skipOws(buffer, nameEnd + 1, end);
        }
        if (b == Bytes.LF) {
            return Malformed.BARE_LF.code();
        }
        return (Bytes.isOws(b) ? Malformed.SPACE_BEFORE_COLON : Malformed.BAD_FIELD_NAME).code();
    }

    private static int trimmedEnd(DirectBuffer buffer, int value, int stop) {
        int valueEnd = stop;
        while (valueEnd > value && Bytes.isOws(buffer.getByte(valueEnd - 1))) {
            valueEnd--;
        }
        return valueEnd;
    }

    /** What a line is that does not start with a name. */
    private int noName(DirectBuffer buffer, int pos, int end) {
        if (pos == end) {
            return 0;
        }
        return switch (buffer.getByte(pos)) {
            case Bytes.CR -> FINAL_LINE;
            case Bytes.LF -> Malformed.BARE_LF.code();
            case Bytes.SP, Bytes.HTAB ->
                    (count == 0 ? Malformed.SPACE_BEFORE_FIRST_FIELD : Malformed.OBSOLETE_FOLD)
                            .code();
            default -> Malformed.BAD_FIELD_NAME.code();
        };
    }

    /** Why the value that ends at {@code stop} has no CRLF: 0, or a fault. */
    private static int noLineEnd(DirectBuffer buffer, int stop, int end) {
        if (stop == end) {
            return 0;
        }
        return switch (buffer.getByte(stop)) {
            case Bytes.CR -> stop + 1 == end ? 0 : Malformed.BARE_CR.code();
            case Bytes.LF -> Malformed.BARE_LF.code();
            default -> Malformed.BAD_FIELD_VALUE.code();
        };
    }

    private void add(int name, int nameEnd, int value, int valueEnd) {
        int i = count * STRIDE;
        positions[i + NAME] = name;
        positions[i + NAME_END] = nameEnd;
        positions[i + VALUE] = value;
        positions[i + VALUE_END] = valueEnd;
        count++;
    }
}
