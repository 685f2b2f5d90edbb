package io.tailrace.loadtest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response of HTTP/1.1 or 1.0 byte by byte and judges it: strict where RFC 9112 leaves
 * room, as it is to find faults and not to overlook them. Interim responses are read past.
 *
 * <p>Thread: any, one at a time.
 */
public final class ResponseReader {
    /** How far reading has come. */
    public enum Progress {
        /** The response goes on. */
        MORE,
        /** The response is complete; what remains in the input does not belong to it. */
        COMPLETE,
        /** The response is wrong; {@link #fault} says why. Nothing can be read any more. */
        WRONG
    }

    /** Where in the response the next byte lies. */
    private enum State {
        STATUS_LINE,
        FIELD_LINE,
        /** {@code remaining} bytes of a body with a length. */
        BODY,
        BODY_UNTIL_CLOSE,
        CHUNK_LINE,
        /** {@code remaining} bytes of a chunk. */
        CHUNK_DATA,
        /** The CRLF behind a chunk's data. */
        CHUNK_END,
        TRAILER_LINE,
        COMPLETE,
        WRONG
    }

    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int MAX_CHUNK_LINE_BYTES = 4 * 1024;
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_INTERIM = 16;

    private final LineBuffer line = new LineBuffer();
    private final ResponseHead head = new ResponseHead();
    private State state = State.COMPLETE;
    private final byte[] kept;
    private boolean answersHead;
    private boolean upgradeWanted;
    private boolean started;
    private int interim;
    private int headBytes;
    private long remaining;
    private long bodyBytes;
    private @Nullable String fault;

    ResponseReader() {
        this(0);
    }

    /**
     * Keeps the begin of bodies.
     *
     * @param keptBytes how much of each body is kept
     */
    public ResponseReader(int keptBytes) {
        kept = new byte[keptBytes];
    }

    /**
     * Starts the next response.
     *
     * @param answersHead whether it answers a HEAD request, and so has no body
     */
    public void begin(boolean answersHead) {
        begin(answersHead, false);
    }

    /** Starts the response to a request for an upgrade: 101 is final, and completes it. */
    public void beginUpgrade() {
        begin(false, true);
    }

    private void begin(boolean ofHead, boolean ofUpgrade) {
        answersHead = ofHead;
        upgradeWanted = ofUpgrade;
        started = false;
        interim = 0;
        bodyBytes = 0;
        fault = null;
        beginHead();
    }

    /** Consumes bytes until the response is complete or wrong, or the input is empty. */
    public Progress read(ByteBuffer in) {
        started |= in.hasRemaining();
        while (in.hasRemaining() && state != State.COMPLETE && state != State.WRONG) {
            switch (state) {
                case BODY, CHUNK_DATA, BODY_UNTIL_CLOSE -> skipBody(in);
                default -> readLine(in);
            }
        }
        return progress();
    }

    /** The connection has ended: fine only for a body that is ended by that. */
    public Progress end() {
        if (state == State.BODY_UNTIL_CLOSE) {
            state = State.COMPLETE;
        } else if (state != State.COMPLETE) {
            fail("the connection ended before the response did");
        }
        return progress();
    }

    /** Whether any byte of the response has come. */
    public boolean started() {
        return started;
    }

    public int status() {
        return head.status();
    }

    /** Body bytes read, without chunk lines and trailers. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** The first bytes of the body, as many as are kept. */
    public String body() {
        return new String(
                kept, 0, (int) Math.min(bodyBytes, kept.length), StandardCharsets.ISO_8859_1);
    }

    /** Whether another request may follow on the connection. For a complete response. */
    public boolean keepsConnection() {
        return head.keepsConnection() && framing() != ResponseHead.Framing.UNTIL_CLOSE;
    }

    /** Why the response is wrong, or null while it is not. */
    public @Nullable String fault() {
        return fault;
    }

    private Progress progress() {
        return switch (state) {
            case COMPLETE -> Progress.COMPLETE;
            case WRONG -> Progress.WRONG;
            default -> Progress.MORE;
        };
    }

    private void beginHead() {
        head.clear();
        line.clear();
        headBytes = 0;
        state = State.STATUS_LINE;
    }

    private void skipBody(ByteBuffer in) {
        boolean bounded = state != State.BODY_UNTIL_CLOSE;
        int n = bounded ? (int) Math.min(in.remaining(), remaining) : in.remaining();
        if (bodyBytes < kept.length) {
            int at = (int) bodyBytes;
            in.get(in.position(), kept, at, Math.min(n, kept.length - at));
        }
        in.position(in.position() + n);
        bodyBytes += n;
        if (bounded) {
            remaining -= n;
            if (remaining == 0) {
                state = state == State.BODY ? State.COMPLETE : State.CHUNK_END;
            }
        }
    }

    private void readLine(ByteBuffer in) {
        int max =
                switch (state) {
                    case CHUNK_LINE -> MAX_CHUNK_LINE_BYTES;
                    case CHUNK_END -> 0;
                    default -> MAX_HEAD_BYTES - headBytes;
                };
        int filled = line.fill(in, max);
        if (filled < 0) {
            fail(line.fault());
        } else if (filled > 0) {
            takeLine();
            line.clear();
        }
    }

    private void takeLine() {
        switch (state) {
            case STATUS_LINE -> {
                takeHeadLine(head.statusLine(line));
                next(State.FIELD_LINE);
            }
            case FIELD_LINE -> {
                if (line.isEmpty()) {
                    endHead();
                } else {
                    takeHeadLine(head.fieldLine(line));
                }
            }
            case CHUNK_LINE -> takeChunkLine();
            case CHUNK_END -> state = State.CHUNK_LINE;
            case TRAILER_LINE -> {
                if (line.isEmpty()) {
                    state = State.COMPLETE;
                } else {
                    takeHeadLine(ResponseHead.trailerLine(line));
                }
            }
            case BODY, BODY_UNTIL_CLOSE, CHUNK_DATA, COMPLETE, WRONG ->
                    throw new IllegalStateException("no line is read in " + state);
        }
    }

    /** Accounts for a line of head or trailers, which share one limit. */
    private void takeHeadLine(@Nullable String wrong) {
        headBytes = Math.min(MAX_HEAD_BYTES, headBytes + line.length() + 2);
        if (wrong != null) {
            fail(wrong);
        }
    }

    private void endHead() {
        String wrong = head.contradiction(upgradeWanted);
        if (wrong != null) {
            fail(wrong);
        } else if (head.status() == 101) {
            state = State.COMPLETE;
        } else if (head.status() < 200) {
            if (++interim > MAX_INTERIM) {
                fail("more than " + MAX_INTERIM + " interim responses");
            } else {
                beginHead();
            }
        } else {
            beginBody();
        }
    }

    private void beginBody() {
        remaining = head.contentLength();
        state =
                switch (framing()) {
                    case NO_BODY -> State.COMPLETE;
                    case LENGTH -> remaining == 0 ? State.COMPLETE : State.BODY;
                    case CHUNKED -> State.CHUNK_LINE;
                    case UNTIL_CLOSE -> State.BODY_UNTIL_CLOSE;
                };
    }

    /**
     * {@code chunk-size [ chunk-ext ] CRLF} (RFC 9112 7.1): 1 to 15 hexadecimal digits, then
     * nothing or a semicolon. An extension's own grammar is not checked.
     */
    private void takeChunkLine() {
        long size = 0;
        int digits = 0;
        int digit;
        while ((digit = Character.digit(line.at(digits), 16)) >= 0) {
            if (++digits > MAX_SIZE_DIGITS) {
                fail("chunk size of more than " + MAX_SIZE_DIGITS + " digits");
                return;
            }
            size = 16 * size + digit;
        }
        int behind = line.at(digits);
        if (digits == 0 || (behind != -1 && behind != ';')) {
            fail("chunk line does not start with a hexadecimal size");
            return;
        }
        remaining = size;
        state = size == 0 ? State.TRAILER_LINE : State.CHUNK_DATA;
    }

    private ResponseHead.Framing framing() {
        return head.framing(answersHead);
    }

    private void next(State following) {
        if (state != State.WRONG) {
            state = following;
        }
    }

    private void fail(@Nullable String why) {
        fault = why;
        state = State.WRONG;
    }
}
