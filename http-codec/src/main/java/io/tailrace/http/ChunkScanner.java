package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * Checks a chunked body where it lies and says which of its bytes go on (RFC 9112 7.1).
 *
 * <p>Thread: any, one at a time; one per body direction.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class ChunkScanner {
    public ChunkScanner() {}

    public ChunkScanner(ChunkLimits limits) {}

    /**
     * Ready for the next body.
     *
     * @param payloadOnly runs hold chunk data only and trailers are dropped, for a receiver without
     *     chunked framing; else runs hold the framing too, without extensions
     */
    public void reset(boolean payloadOnly) {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks at {@code [from, to)}. Call again with the rest until {@link #done} or all is consumed.
     *
     * @return bytes consumed, 0: needs more bytes than are there (trailer section only), below 0: a
     *     {@link Malformed} code
     */
    public int scan(DirectBuffer buffer, int from, int to) {
        throw new UnsupportedOperationException();
    }

    /** Where the bytes to send on start, inside what the last call consumed. */
    public int runStart() {
        throw new UnsupportedOperationException();
    }

    /** May be 0. */
    public int runLength() {
        throw new UnsupportedOperationException();
    }

    /** Whether the body and its trailer section are complete. */
    public boolean done() {
        throw new UnsupportedOperationException();
    }
}
