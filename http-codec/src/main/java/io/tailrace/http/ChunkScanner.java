package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * Checks a chunked body where it lies and says which of its bytes go on (RFC 9112 7.1).
 *
 * <pre>
 *   chunked-body = *( chunk-size [ chunk-ext ] CRLF chunk-data CRLF )
 *                  1*"0" [ chunk-ext ] CRLF  *( field-line CRLF ) CRLF
 *
 *   state          SIZE  EXTENSIONS  SIZE_CR SIZE_LF  DATA  DATA_CR DATA_LF ... TRAILERS  DONE
 * </pre>
 *
 * <p>Every byte belongs to one state, and all bytes of a state go on or none. A run is what goes on
 * without a gap; a call ends before the second run.
 *
 * <p>Thread: any, one at a time; one per body direction.
 */
public final class ChunkScanner {
    private static final int MAX_SIZE_DIGITS = 15;

    private enum State {
        /** {@code size} and {@code sizeDigits} hold the digits so far. */
        SIZE,
        /** {@code extensions} and {@code lineExtensionBytes} hold what was seen of them. */
        EXTENSIONS,
        SIZE_CR,
        SIZE_LF,
        /** {@code size} is the data that is still to come, above 0. */
        DATA,
        DATA_CR,
        DATA_LF,
        /** {@code trailerBytes} of the section are checked, none is consumed. */
        TRAILERS,
        DONE
    }

    private final ChunkLimits limits;
    private final ChunkExtensions extensions = new ChunkExtensions();
    private final FieldLines trailer = new FieldLines(1);
    private boolean payloadOnly;
    private State state = State.SIZE;
    private long size;
    private int sizeDigits;
    private int lineExtensionBytes;
    private int bodyExtensionBytes;
    private long payloadBytes;
    private int trailerBytes;
    private int runStart;
    private int runLength;

    /** A scanner with the standard limits. */
    public ChunkScanner() {
        this(ChunkLimits.standard());
    }

    public ChunkScanner(ChunkLimits limits) {
        this.limits = limits;
    }

    /**
     * Ready for the next body.
     *
     * @param payloadOnly runs hold chunk data only and trailers are dropped, for a receiver without
     *     chunked framing; else runs hold the framing too, without extensions
     */
    public void reset(boolean payloadOnly) {
        this.payloadOnly = payloadOnly;
        state = State.SIZE;
        size = 0;
        sizeDigits = 0;
        bodyExtensionBytes = 0;
        trailerBytes = 0;
        payloadBytes = 0;
        runStart = 0;
        runLength = 0;
    }

    /**
     * Looks at {@code [from, to)}. Call again with the rest until {@link #done} or all is consumed.
     * A trailer section is consumed as a whole, so the caller has room for the longest one.
     *
     * @return bytes consumed, 0: needs more bytes than are there, below 0: a {@link Malformed} code
     */
    public int scan(DirectBuffer buffer, int from, int to) {
        runStart = from;
        runLength = 0;
        boolean runEnded = false;
        int pos = from;
        while (pos < to && state != State.DONE) {
            boolean goesOn = payloadOnly ? state == State.DATA : state != State.EXTENSIONS;
            if (goesOn && runEnded) {
                break;
            }
            int next = step(buffer, pos, to);
            if (next < 0) {
                return next;
            }
            if (next == pos && state == State.TRAILERS) {
                break;
            }
            if (goesOn && next > pos) {
                runStart = runLength == 0 ? pos : runStart;
                runLength = next - runStart;
            } else if (next > pos) {
                runEnded = runLength > 0;
            }
            pos = next;
        }
        return pos - from;
    }

    /** Where the bytes to send on start, inside what the last call consumed. */
    public int runStart() {
        return runStart;
    }

    /** May be 0. */
    public int runLength() {
        return runLength;
    }

    /** Bytes of chunk data seen so far. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /** Whether the body and its trailer section are complete. */
    public boolean done() {
        return state == State.DONE;
    }

    /** Takes bytes of the present state; where they end, or a fault. There is at least one. */
    private int step(DirectBuffer buffer, int pos, int to) {
        return switch (state) {
            case SIZE -> size(buffer, pos, to);
            case EXTENSIONS -> extensions(buffer, pos, to);
            case SIZE_CR -> expect(Bytes.CR, buffer, pos, State.SIZE_LF, Malformed.BAD_CHUNK_SIZE);
            case SIZE_LF -> sizeEnd(buffer, pos);
            case DATA -> data(pos, to);
            case DATA_CR -> expect(Bytes.CR, buffer, pos, State.DATA_LF, Malformed.BAD_CHUNK_END);
            case DATA_LF -> dataEnd(buffer, pos);
            case TRAILERS -> trailers(buffer, pos, to);
            case DONE -> pos;
        };
    }

    /** chunk-size = 1*HEXDIG, here 15 at most: it fits a long whatever the digits. */
    private int size(DirectBuffer buffer, int pos, int to) {
        int p = pos;
        while (p < to) {
            int digit = Bytes.hexValue(buffer.getByte(p));
            if (digit < 0) {
                return sizeDigitsEnd(buffer.getByte(p), p);
            }
            if (sizeDigits == MAX_SIZE_DIGITS) {
                return Malformed.BAD_CHUNK_SIZE.code();
            }
            size = size << 4 | digit;
            sizeDigits++;
            p++;
        }
        return p;
    }

    private int sizeDigitsEnd(byte b, int pos) {
        if (b == Bytes.LF) {
            return Malformed.BARE_LF.code();
        }
        if (sizeDigits > 0 && b == Bytes.CR) {
            state = State.SIZE_CR;
            return pos;
        }
        if (sizeDigits > 0 && (b == ';' || Bytes.isOws(b))) {
            state = State.EXTENSIONS;
            lineExtensionBytes = 0;
            extensions.reset();
            return pos;
        }
        return Malformed.BAD_CHUNK_SIZE.code();
    }

    private int extensions(DirectBuffer buffer, int pos, int to) {
        for (int p = pos; p < to; p++) {
            int result = extensions.accept(buffer.getByte(p));
            if (result == ChunkExtensions.ENDED) {
                state = State.SIZE_CR;
                return p;
            }
            if (result < 0) {
                return result;
            }
            lineExtensionBytes++;
            bodyExtensionBytes++;
            if (lineExtensionBytes > limits.maxExtensionBytesPerLine()
                    || bodyExtensionBytes > limits.maxExtensionBytesPerBody()) {
                return Malformed.CHUNK_EXTENSION_TOO_LONG.code();
            }
        }
        return to;
    }

    private int expect(byte wanted, DirectBuffer buffer, int pos, State next, Malformed otherwise) {
        byte b = buffer.getByte(pos);
        if (b != wanted) {
            return (b == Bytes.LF ? Malformed.BARE_LF : otherwise).code();
        }
        state = next;
        return pos + 1;
    }

    private int sizeEnd(DirectBuffer buffer, int pos) {
        State next = size == 0 ? State.TRAILERS : State.DATA;
        return expect(Bytes.LF, buffer, pos, next, Malformed.BARE_CR);
    }

    private int data(int pos, int to) {
        int length = (int) Math.min(size, to - pos);
        size -= length;
        payloadBytes += length;
        if (size == 0) {
            state = State.DATA_CR;
        }
        return pos + length;
    }

    private int dataEnd(DirectBuffer buffer, int pos) {
        size = 0;
        sizeDigits = 0;
        return expect(Bytes.LF, buffer, pos, State.SIZE, Malformed.BARE_CR);
    }

    /** The whole section, once it is there and valid; {@code pos}: more bytes are needed. */
    private int trailers(DirectBuffer buffer, int pos, int to) {
        int end = pos + Math.min(to - pos, limits.maxTrailerBytes());
        int result = trailerLines(buffer, pos, end);
        if (result == 0) {
            return end - pos == limits.maxTrailerBytes() ? Malformed.TRAILER_TOO_LARGE.code() : pos;
        }
        return result;
    }

    private int trailerLines(DirectBuffer buffer, int pos, int end) {
        int p = pos + trailerBytes;
        while (p < end) {
            trailer.clear();
            int next = trailer.parseLine(buffer, pos, p, end);
            if (next == FieldLines.FINAL_LINE) {
                return p + 1 == end
                        ? 0
                        : expect(Bytes.LF, buffer, p + 1, State.DONE, Malformed.BARE_CR);
            }
            if (next == Malformed.SPACE_BEFORE_FIRST_FIELD.code() && trailerBytes > 0) {
                return Malformed.OBSOLETE_FOLD.code(); // one line is kept, so each is the first
            }
            if (next <= 0) {
                return next;
            }
            if (trailer.known(0).forbiddenInTrailers()) {
                return Malformed.FORBIDDEN_TRAILER.code();
            }
            p = next;
            trailerBytes = p - pos;
        }
        return 0;
    }
}
