package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * A response head as ranges in the bytes it came in: a flyweight, used anew for each head. All
 * positions it tells are indexes of {@link #buffer}; inside they are kept relative to the start of
 * the message, so that the bytes can be moved.
 *
 * <p>Thread: any, one at a time.
 */
public final class ResponseHead {
    // Set by the parser, relative to start.
    final FieldLines fields;
    final FramingFields framingFields = new FramingFields();
    final ConnectionOptions connection = new ConnectionOptions();
    boolean statusLineDone;
    int parsed; // behind the last complete line
    int version;
    int status;
    int statusStart;
    int reasonLength;
    int keepAliveTimeoutSeconds = -1;
    int upgradeFields;
    int upgradeStart;
    int upgradeLength;
    Framing framing = Framing.NONE;

    private DirectBuffer buffer = RequestHead.NOTHING;
    private int start;
    private int length;

    /**
     * @param maxFields most field lines it can hold, not below the parser's limit
     */
    public ResponseHead(int maxFields) {
        fields = new FieldLines(maxFields);
    }

    /** Ready for the next message. */
    public void clear() {
        buffer = RequestHead.NOTHING;
        start = 0;
        length = 0;
        fields.clear();
        framingFields.clear();
        connection.clear();
        statusLineDone = false;
        parsed = 0;
        version = 0;
        status = 0;
        statusStart = 0;
        reasonLength = 0;
        keepAliveTimeoutSeconds = -1;
        upgradeFields = 0;
        upgradeStart = 0;
        upgradeLength = 0;
        framing = Framing.NONE;
    }

    /** The bytes of this message, parsed or not, now live in {@code buffer} from {@code start}. */
    public void moveTo(DirectBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    /** The parser has seen the final empty line. */
    void complete(int length) {
        this.length = length;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int start() {
        return start;
    }

    /** Bytes from {@link #start} to the end of the final empty line; 0 until it is there. */
    public int length() {
        return length;
    }

    /** 100 to 999; 0 until the status line is there. */
    public int status() {
        return status;
    }

    /** 10 or 11. */
    public int version() {
        return version;
    }

    public int reasonStart() {
        return start + statusStart + 4;
    }

    public int reasonLength() {
        return reasonLength;
    }

    /** Any of the four; NONE for HEAD, 1xx, 204 and 304 whatever the fields say. */
    public Framing framing() {
        return framing;
    }

    /** Body bytes; -1 unless the framing is LENGTH. */
    public long contentLength() {
        return framing == Framing.LENGTH ? framingFields.length() : -1;
    }

    /** What the Content-Length field says, also where there is no body; -1: no such field. */
    public long declaredLength() {
        return framingFields.length();
    }

    /**
     * Whether the upstream connection may be used again after this message: HTTP/1.1, without
     * {@code close}, and with a body that ends by itself.
     */
    public boolean persistent() {
        return version == 11 && !connection.close() && framing != Framing.UNTIL_CLOSE;
    }

    /** The {@code timeout} of the Keep-Alive field, in seconds; -1: none. */
    public int keepAliveTimeoutSeconds() {
        return keepAliveTimeoutSeconds;
    }

    /** Whether another head follows for the same request: 1xx, but not 101. */
    public boolean interim() {
        return status < 200 && status != 101;
    }

    /**
     * Whether this is a 101 that switches to what the request asked for. Looks at nothing but what
     * the request's flyweight remembers, so the request's bytes may be gone.
     */
    public boolean upgradeMatches(RequestHead request) {
        return status == 101
                && version == 11
                && connection.upgrade()
                && upgradeFields == 1
                && request.isProtocol(buffer, start + upgradeStart, upgradeLength);
    }

    public int fieldCount() {
        return fields.count();
    }

    public int nameStart(int field) {
        return start + fields.name(field);
    }

    public int nameLength(int field) {
        return fields.nameLength(field);
    }

    public int valueStart(int field) {
        return start + fields.value(field);
    }

    public int valueLength(int field) {
        return fields.valueLength(field);
    }

    public KnownField known(int field) {
        return fields.known(field);
    }
}
