package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * What the Connection fields of one head say (RFC 9110 7.6.1): options for this hop, and names of
 * fields that end here.
 *
 * <p>Thread: any, one at a time.
 */
final class ConnectionOptions {
    /** Each option may be compared with each field, so there is a bound to their number. */
    static final int MAX_OPTIONS = 32;

    private static final Word CLOSE = new Word("close");
    private static final Word KEEP_ALIVE = new Word("keep-alive");
    private static final Word UPGRADE = new Word("upgrade");

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private int options;
    private int nominations;

    void clear() {
        close = false;
        keepAlive = false;
        upgrade = false;
        options = 0;
        nominations = 0;
    }

    boolean close() {
        return close;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean upgrade() {
        return upgrade;
    }

    /**
     * Takes the options of a Connection field. An element that is no token is no option; the field
     * ends here in any case.
     *
     * @return above 0: taken, below 0: a fault
     */
    int take(DirectBuffer buffer, int start, int size) {
        int end = start + size;
        int p = start;
        while (p < end) {
            int elementEnd = elementEnd(buffer, p, end);
            int length = trimmedEnd(buffer, p, elementEnd) - p;
            if (length > 0) {
                if (++options > MAX_OPTIONS) {
                    return Malformed.TOO_MANY_CONNECTION_OPTIONS.code();
                }
                takeOption(buffer, p, length);
            }
            p = nextElement(buffer, elementEnd, end);
        }
        return 1;
    }

    private void takeOption(DirectBuffer buffer, int start, int length) {
        if (CLOSE.is(buffer, start, length)) {
            close = true;
            nominations++; // a field of that name, if there is one
        } else if (KEEP_ALIVE.is(buffer, start, length)) {
            keepAlive = true;
        } else if (UPGRADE.is(buffer, start, length)) {
            upgrade = true;
        } else {
            nominations++;
        }
    }

    /** Whether a Connection field of this head names the field. */
    boolean nominates(FieldLines lines, DirectBuffer buffer, int base, int field) {
        if (nominations == 0) {
            return false;
        }
        int name = base + lines.name(field);
        int nameLength = lines.nameLength(field);
        for (int i = 0; i < lines.count(); i++) {
            if (lines.known(i) == KnownField.CONNECTION
                    && lists(
                            buffer,
                            base + lines.value(i),
                            lines.valueLength(i),
                            name,
                            nameLength)) {
                return true;
            }
        }
        return false;
    }

    private static boolean lists(
            DirectBuffer buffer, int start, int size, int name, int nameLength) {
        int end = start + size;
        int p = start;
        while (p < end) {
            int elementEnd = elementEnd(buffer, p, end);
            if (trimmedEnd(buffer, p, elementEnd) - p == nameLength
                    && Bytes.equalsIgnoreCase(buffer, p, buffer, name, nameLength)) {
                return true;
            }
            p = nextElement(buffer, elementEnd, end);
        }
        return false;
    }

    // A list is walked as: element, up to a comma or the end; without the space behind it; then
    // over commas and space to the next (RFC 9110 5.6.1: empty elements are ignored).

    private static int elementEnd(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (p < end && buffer.getByte(p) != ',') {
            p++;
        }
        return p;
    }

    private static int trimmedEnd(DirectBuffer buffer, int pos, int elementEnd) {
        int p = elementEnd;
        while (p > pos && Bytes.isOws(buffer.getByte(p - 1))) {
            p--;
        }
        return p;
    }

    private static int nextElement(DirectBuffer buffer, int pos, int end) {
        int p = pos;
        while (p < end && (buffer.getByte(p) == ',' || Bytes.isOws(buffer.getByte(p)))) {
            p++;
        }
        return p;
    }
}
