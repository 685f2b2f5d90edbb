package io.tailrace.http;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A request head as ranges in the bytes it came in: a flyweight, used anew for each exchange. All
 * positions it tells are indexes of {@link #buffer}; inside they are kept relative to the start of
 * the message, so that the bytes can be moved.
 *
 * <p>Thread: any, one at a time.
 */
public final class RequestHead {
    /** The longest protocol name that an upgrade is forwarded for. */
    static final int MAX_PROTOCOL_BYTES = 64;

    private static final String HTTPS = "https";

    /** What a flyweight wraps until it is used. */
    static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);

    // Set by the parser, relative to start.
    final FieldLines fields;
    final FramingFields framingFields = new FramingFields();
    final ConnectionOptions connection = new ConnectionOptions();
    boolean requestLineDone;
    int parsed; // behind the last complete line
    Method method = Method.OTHER;
    int methodStart;
    int methodLength;
    int version;
    int targetStart;
    int targetLength;
    TargetForm form = TargetForm.ORIGIN;
    int pathStart;
    int pathLength;
    int queryLength; // with its "?"; behind the path
    int hostFields;
    int hostStart;
    int hostLength;
    int hostNameLength;
    boolean expectContinue;
    int upgradeFields;
    int upgradeStart;
    int upgradeLength;
    boolean upgrade;
    Framing framing = Framing.NONE;

    private DirectBuffer buffer = NOTHING;
    private int start;
    private int length;
    private final byte[] protocol = new byte[MAX_PROTOCOL_BYTES];
    private int protocolLength;

    /**
     * @param maxFields most field lines it can hold, not below the parser's limit
     */
    public RequestHead(int maxFields) {
        fields = new FieldLines(maxFields);
    }

    /** Ready for the next message. */
    public void clear() {
        buffer = NOTHING;
        start = 0;
        length = 0;
        fields.clear();
        framingFields.clear();
        connection.clear();
        requestLineDone = false;
        parsed = 0;
        method = Method.OTHER;
        methodStart = 0;
        methodLength = 0;
        version = 0;
        targetStart = 0;
        targetLength = 0;
        form = TargetForm.ORIGIN;
        pathStart = 0;
        pathLength = 0;
        queryLength = 0;
        hostFields = 0;
        hostStart = 0;
        hostLength = 0;
        hostNameLength = 0;
        expectContinue = false;
        upgradeFields = 0;
        upgradeStart = 0;
        upgradeLength = 0;
        upgrade = false;
        framing = Framing.NONE;
        protocolLength = 0;
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

    /** Keeps the name of the protocol asked for, as the bytes are gone when the answer comes. */
    void rememberProtocol() {
        protocolLength = upgradeLength;
        buffer.getBytes(start + upgradeStart, protocol, 0, protocolLength);
    }

    /** Whether a range names the protocol that this request asks to upgrade to. */
    boolean isProtocol(DirectBuffer other, int otherStart, int otherLength) {
        if (!upgrade || otherLength != protocolLength) {
            return false;
        }
        for (int i = 0; i < protocolLength; i++) {
            if (Bytes.lower(other.getByte(otherStart + i)) != Bytes.lower(protocol[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the first X-Forwarded-Proto field is, or starts with, {@code https}. */
    boolean forwardedProtoIsHttps() {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.known(i) == KnownField.X_FORWARDED_PROTO) {
                return startsWithHttps(valueStart(i), valueLength(i));
            }
        }
        return false;
    }

    private boolean startsWithHttps(int from, int size) {
        if (size < HTTPS.length() || !Bytes.startsWithIgnoreCase(buffer, from, HTTPS)) {
            return false;
        }
        byte behind = size == HTTPS.length() ? (byte) ',' : buffer.getByte(from + HTTPS.length());
        return behind == ',' || behind == ' ' || behind == '\t';
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the message starts, with the empty line that may precede it. */
    public int start() {
        return start;
    }

    /** Bytes from {@link #start} to the end of the final empty line; 0 until it is there. */
    public int length() {
        return length;
    }

    public Method method() {
        return method;
    }

    public int methodStart() {
        return start + methodStart;
    }

    public int methodLength() {
        return methodLength;
    }

    /** 10 or 11. */
    public int version() {
        return version;
    }

    /** The target as received. */
    public int targetStart() {
        return start + targetStart;
    }

    public int targetLength() {
        return targetLength;
    }

    /** The authority in force, with its port: the absolute form's, else the Host field's. */
    public int hostStart() {
        return start + hostStart;
    }

    /** 0: HTTP/1.0 without Host. */
    public int hostLength() {
        return hostLength;
    }

    /** The host without port and without one trailing dot; an IPv6 literal keeps its brackets. */
    public int hostNameLength() {
        return hostNameLength;
    }

    /** NONE, LENGTH or CHUNKED. */
    public Framing framing() {
        return framing;
    }

    /** Body bytes; -1 unless the framing is LENGTH. */
    public long contentLength() {
        return framingFields.length();
    }

    /** Whether the connection may live on after this message (RFC 9112 9.3). */
    public boolean persistent() {
        return !connection.close() && (version == 11 || connection.keepAlive());
    }

    /** Whether the downstream side may wait for a 100 before it sends the body (HTTP/1.1 only). */
    public boolean expectContinue() {
        return expectContinue;
    }

    /** Whether this asks for a permitted upgrade; then it is forwarded as one. */
    public boolean upgrade() {
        return upgrade;
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
