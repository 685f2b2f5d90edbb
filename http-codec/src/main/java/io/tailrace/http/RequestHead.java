package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * A request head as ranges in the bytes it came in: a flyweight, used anew for each exchange. All
 * positions are indexes of {@link #buffer}; they are kept relative to the start of the message, so
 * that the bytes can be moved.
 *
 * <p>Thread: any, one at a time.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class RequestHead {
    /**
     * @param maxFields most field lines it can hold, not below the parser's limit
     */
    public RequestHead(int maxFields) {}

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

    /** Where the message starts, with the empty line that may precede it. */
    public int start() {
        throw new UnsupportedOperationException();
    }

    /** Bytes from {@link #start} to the end of the final empty line. */
    public int length() {
        throw new UnsupportedOperationException();
    }

    public Method method() {
        throw new UnsupportedOperationException();
    }

    public int methodStart() {
        throw new UnsupportedOperationException();
    }

    public int methodLength() {
        throw new UnsupportedOperationException();
    }

    /** 10 or 11. */
    public int version() {
        throw new UnsupportedOperationException();
    }

    /** The target as received. */
    public int targetStart() {
        throw new UnsupportedOperationException();
    }

    public int targetLength() {
        throw new UnsupportedOperationException();
    }

    /** The authority in force, with its port: the absolute form's, else the Host field's. */
    public int hostStart() {
        throw new UnsupportedOperationException();
    }

    /** 0: HTTP/1.0 without Host. */
    public int hostLength() {
        throw new UnsupportedOperationException();
    }

    /** The host without port and without one trailing dot; an IPv6 literal keeps its brackets. */
    public int hostNameLength() {
        throw new UnsupportedOperationException();
    }

    /** NONE, LENGTH or CHUNKED. */
    public Framing framing() {
        throw new UnsupportedOperationException();
    }

    /** Body bytes; -1 unless the framing is LENGTH. */
    public long contentLength() {
        throw new UnsupportedOperationException();
    }

    /** Whether the connection may live on after this message (RFC 9112 9.3). */
    public boolean persistent() {
        throw new UnsupportedOperationException();
    }

    /** Whether the downstream side may wait for a 100 before it sends the body (HTTP/1.1 only). */
    public boolean expectContinue() {
        throw new UnsupportedOperationException();
    }

    /** Whether this asks for a permitted upgrade. */
    public boolean upgrade() {
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
