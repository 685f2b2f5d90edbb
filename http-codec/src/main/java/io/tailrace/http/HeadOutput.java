package io.tailrace.http;

import java.nio.ByteOrder;
import org.agrona.AsciiEncoding;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A head as it grows in a caller's buffer. Every write checks the room that is left; the first that
 * does not fit makes the whole head not fit, so no size is computed apart from the writing.
 *
 * <p>Thread: any, one at a time.
 */
final class HeadOutput {
    private static final byte[] COLON_SPACE = {':', Bytes.SP};
    private static final byte[] CRLF = {Bytes.CR, Bytes.LF};

    private MutableDirectBuffer out = new UnsafeBuffer(0, 0);
    private int offset;
    private int position;
    private int limit;
    private boolean full;

    // A run: field lines (and the end of a start line) that stay as they are and lie together.
    private DirectBuffer source = RequestHead.NOTHING;
    private int runStart;
    private int runEnd;

    void begin(MutableDirectBuffer out, int offset, int limit, DirectBuffer source) {
        this.out = out;
        this.offset = offset;
        this.position = offset;
        this.limit = limit;
        this.source = source;
        runStart = 0;
        runEnd = 0;
        full = offset > limit;
    }

    /** Bytes written since {@link #begin}, 0: they did not fit. */
    int end() {
        flush();
        return full ? 0 : position - offset;
    }

    private boolean room(int length) {
        if (length > limit - position) {
            full = true;
        }
        return !full;
    }

    void bytes(byte[] bytes) {
        flush();
        put(bytes);
    }

    private void put(byte[] bytes) {
        if (room(bytes.length)) {
            out.putBytes(position, bytes);
            position += bytes.length;
        }
    }

    void part(byte[] bytes, int from, int to) {
        flush();
        if (room(to - from)) {
            out.putBytes(position, bytes, from, to - from);
            position += to - from;
        }
    }

    void slice(DirectBuffer from, int start, int length) {
        flush();
        put(from, start, length);
    }

    private void put(DirectBuffer from, int start, int length) {
        if (room(length)) {
            out.putBytes(position, from, start, length);
            position += length;
        }
    }

    void one(byte b) {
        flush();
        if (room(1)) {
            out.putByte(position++, b);
        }
    }

    void crlf() {
        bytes(CRLF);
    }

    /** A number from 0 on, in decimal. */
    void number(long value) {
        flush();
        if (room(AsciiEncoding.digitCount(value))) {
            position += out.putLongAscii(position, value);
        }
    }

    /** Sixteen hex digits. */
    void hex(long value) {
        flush();
        if (room(16)) {
            out.putLong(position, Bytes.hexDigits((int) (value >>> 32)), ByteOrder.LITTLE_ENDIAN);
            out.putLong(position + 8, Bytes.hexDigits((int) value), ByteOrder.LITTLE_ENDIAN);
            position += 16;
        }
    }

    void date(HttpDate date) {
        flush();
        if (room(HttpDate.LENGTH)) {
            position += date.write(out, position);
        }
    }

    /** Sends {@code [start, end)} of the source on, with the run before it if it lies there. */
    void keep(int start, int end) {
        if (start != runEnd) {
            flush();
            runStart = start;
        }
        runEnd = end;
    }

    /**
     * Sends a field line on. One in plain form ({@code name: value} CRLF) is part of a run, any
     * other is written anew in that form.
     *
     * @param base where the message starts
     */
    void keepLine(FieldLines fields, int field, int base) {
        int name = base + fields.name(field);
        int value = base + fields.value(field);
        int valueLength = fields.valueLength(field);
        if (fields.plain(field)) {
            keep(name, value + valueLength + 2);
            return;
        }
        flush();
        put(source, name, fields.nameLength(field));
        put(COLON_SPACE);
        put(source, value, valueLength);
        put(CRLF);
    }

    private void flush() {
        if (runEnd > runStart) {
            put(source, runStart, runEnd - runStart);
            runStart = runEnd;
        }
    }
}
