package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * A response head as ranges in the bytes it came in: a flyweight, used anew for each head. All
 * positions are indexes of {@link #buffer}; they are kept relative to the start of the message, so
 * that the bytes can be moved.
 *
 * <p>Thread: any, one at a time.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class ResponseHead {
    /**
     * @param maxFields most field lines it can hold, not below the parser's limit
     */
    public ResponseHead(int maxFields) {}

    /** Ready for the next message. */
    public void clear() {
        throw new UnsupportedOperationException();
    }

    /** The bytes of this message, parsed or not, now live in {@code buffer} from {@code start}. */
    public void moveTo(DirectBuffer buffer, int start) {
        throw new UnsupportedOperationException();
    }

    public DirectBuffer buffer() {
        throw new UnsupportedOperationException();
    }

    public int start() {
        throw new UnsupportedOperationException();
    }

    /** Bytes from {@link #start} to the end of the final empty line. */
    public int length() {
        throw new UnsupportedOperationException();
    }

    /** 100 to 999. */
    public int status() {
        throw new UnsupportedOperationException();
    }

    /** 10 or 11. */
    public int version() {
        throw new UnsupportedOperationException();
    }

    public int reasonStart() {
        throw new UnsupportedOperationException();
    }

    public int reasonLength() {
        throw new UnsupportedOperationException();
    }

    /** Any of the four; NONE for HEAD, 1xx, 204 and 304 whatever the fields say. */
    public Framing framing() {
        throw new UnsupportedOperationException();
    }

    /** Body bytes; -1 unless the framing is LENGTH. */
    public long contentLength() {
        throw new UnsupportedOperationException();
    }

    /** What the Content-Length field says, also where there is no body; -1: no such field. */
    public long declaredLength() {
        throw new UnsupportedOperationException();
    }

    /** Whether the upstream connection may be used again after this message. */
    public boolean persistent() {
        throw new UnsupportedOperationException();
    }

    /** The {@code timeout} of the Keep-Alive field, in seconds; -1: none. */
    public int keepAliveTimeoutSeconds() {
        throw new UnsupportedOperationException();
    }

    /** Whether another head follows for the same request: 1xx, but not 101. */
    public boolean interim() {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether this is a 101 that switches to what the request asked for. Looks at nothing but what
     * the request's flyweight remembers, so the request's bytes may be gone.
     */
    public boolean upgradeMatches(RequestHead request) {
        throw new UnsupportedOperationException();
    }

    public int fieldCount() {
        throw new UnsupportedOperationException();
    }

    public int nameStart(int field) {
        throw new UnsupportedOperationException();
    }

    public int nameLength(int field) {
        throw new UnsupportedOperationException();
    }

    public int valueStart(int field) {
        throw new UnsupportedOperationException();
    }

    public int valueLength(int field) {
        throw new UnsupportedOperationException();
    }

    public KnownField known(int field) {
        throw new UnsupportedOperationException();
    }
}
