package io.tailrace.core.exchange;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.http.ChunkLimits;
import io.tailrace.http.ChunkScanner;
import io.tailrace.http.Framing;

/**
 * Hands one body from one side to the other: finds its end (RFC 9112 6.3), checks its chunks, and
 * fits the framing to the receiver. Bytes pass in place; what is added to them is written into the
 * free room around them.
 *
 * <p>Thread: core.
 */
final class BodyRelay {
    /** The receiver's connection is gone. */
    static final int RECEIVER_GONE = Integer.MIN_VALUE;

    private static final byte[] HEX =
            "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** Where the bytes go. Returns the receiver's backlog, or negative when it is gone. */
    interface Receiver {
        int put(IoBuffer source, int from, int to);
    }

    private final ChunkScanner chunks;
    private Framing framing = Framing.NONE;
    private long remaining;
    private boolean encode;
    private boolean done;

    BodyRelay(ChunkLimits limits) {
        chunks = new ChunkScanner(limits);
    }

    /**
     * Starts a body.
     *
     * @param incoming how the sender frames the body
     * @param length in bytes, for {@link Framing#LENGTH}
     * @param outgoing how the receiver wants it
     */
    void begin(Framing incoming, long length, Framing outgoing) {
        framing = incoming;
        remaining = length;
        encode = incoming == Framing.UNTIL_CLOSE && outgoing == Framing.CHUNKED;
        done = incoming == Framing.NONE || (incoming == Framing.LENGTH && length == 0);
        if (incoming == Framing.CHUNKED) {
            chunks.reset(outgoing != Framing.CHUNKED);
        }
    }

    boolean done() {
        return done;
    }

    /** Whether a body without an announced length has grown longer than this. */
    boolean exceeds(long maxBytes) {
        return framing == Framing.CHUNKED && chunks.payloadBytes() > maxBytes;
    }

    /**
     * Consumes what belongs to the body.
     *
     * @return 0 or more, {@link #RECEIVER_GONE}, or the code of a {@link
     *     io.tailrace.http.Malformed}
     */
    int relay(IoBuffer input, Receiver receiver) {
        return switch (framing) {
            case NONE -> 0;
            case LENGTH -> relayLength(input, receiver);
            case CHUNKED -> relayChunks(input, receiver);
            case UNTIL_CLOSE ->
                    encode
                            ? relayEncoded(input, receiver)
                            : relayCount(input, input.size(), receiver);
        };
    }

    /**
     * The sender has closed. Returns whether the body is complete now, or {@link #RECEIVER_GONE}.
     */
    int endOfInput(IoBuffer empty, Receiver receiver) {
        if (framing != Framing.UNTIL_CLOSE) {
            return 0;
        }
        done = true;
        if (encode) {
            int end = empty.tail();
            empty.bytes().putBytes(end, LAST_CHUNK);
            return receiver.put(empty, end, end + LAST_CHUNK.length) < 0 ? RECEIVER_GONE : 1;
        }
        return 1;
    }

    private static final byte[] LAST_CHUNK =
            "0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private int relayLength(IoBuffer input, Receiver receiver) {
        int count = (int) Math.min(remaining, input.size());
        remaining -= count;
        done = remaining == 0;
        return relayCount(input, count, receiver);
    }

    private static int relayCount(IoBuffer input, int count, Receiver receiver) {
        int from = input.head();
        input.consume(count);
        return receiver.put(input, from, from + count) < 0 ? RECEIVER_GONE : 0;
    }

    /** All runs leave as one: many small chunks are not to become as many writes. */
    private int relayChunks(IoBuffer input, Receiver receiver) {
        int from = 0;
        int to = 0;
        int consumed = 1;
        while (input.size() > 0 && !done && consumed > 0) {
            consumed = chunks.scan(input.bytes(), input.head(), input.tail());
            if (consumed > 0) {
                input.consume(consumed);
                done = chunks.done();
                int start = chunks.runStart();
                int length = chunks.runLength();
                if (from == to) {
                    from = start;
                    to = start;
                } else if (length > 0 && start != to) {
                    input.bytes().putBytes(to, input.bytes(), start, length);
                }
                to += length;
            }
        }
        if (from != to && receiver.put(input, from, to) < 0) {
            return RECEIVER_GONE;
        }
        return Math.min(consumed, 0);
    }

    /**
     * Makes one chunk of all that is there: its line goes into the room before the bytes, its end
     * into the room behind.
     */
    private static int relayEncoded(IoBuffer input, Receiver receiver) {
        int count = input.size();
        int from = input.head();
        int to = input.tail();
        input.consume(count);
        input.bytes().putByte(to, (byte) '\r');
        input.bytes().putByte(to + 1, (byte) '\n');
        input.bytes().putByte(--from, (byte) '\n');
        input.bytes().putByte(--from, (byte) '\r');
        for (int rest = count; rest != 0; rest >>>= 4) {
            input.bytes().putByte(--from, HEX[rest & 15]);
        }
        return receiver.put(input, from, to + 2) < 0 ? RECEIVER_GONE : 0;
    }
}
