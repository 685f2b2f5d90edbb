package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * Parses request heads in place (RFC 9112 2.1): one pass, line by line.
 *
 * <pre>
 *   request-head = [ CRLF ] request-line *( field-line CRLF ) CRLF
 * </pre>
 *
 * <p>The fault that is told is that of the first byte that breaks a rule, or of the end of the
 * first line or head that does, however the bytes come in. Complete lines are not looked at again.
 *
 * <p>Thread: any, one at a time; progress is kept in the head.
 */
public final class RequestHeadParser {
    private static final int OK = 1;
    private static final Word CONTINUE = new Word("100-continue");

    private final RequestLineParser requestLine;
    private final int maxHeadBytes;
    private final int maxFields;

    public RequestHeadParser(HeadLimits limits) {
        requestLine = new RequestLineParser(limits.maxTargetBytes());
        maxHeadBytes = limits.maxHeadBytes();
        maxFields = limits.maxFields();
    }

    /**
     * Parses the message that starts at {@code from}. Call again with the same head when more bytes
     * are there, after {@link RequestHead#moveTo} if they moved.
     *
     * @return bytes of the complete head, 0: needs more bytes, below 0: a {@link Malformed} code
     */
    public int parse(RequestHead head, DirectBuffer buffer, int from, int to) {
        head.moveTo(buffer, from);
        int end = from + Math.min(to - from, maxHeadBytes);
        int result = lines(head, buffer, from, end);
        if (result == 0 && end - from == maxHeadBytes) {
            return Malformed.HEAD_TOO_LARGE.code();
        }
        return result;
    }

    private int lines(RequestHead head, DirectBuffer buffer, int from, int end) {
        if (!head.requestLineDone) {
            int result = requestLine.parse(head, buffer, from, end);
            if (result <= 0) {
                return result;
            }
        }
        int pos = from + head.parsed;
        while (pos < end) {
            if (head.fields.count() == maxFields && buffer.getByte(pos) != Bytes.CR) {
                return Malformed.TOO_MANY_FIELDS.code();
            }
            int next = head.fields.parseLine(buffer, from, pos, end);
            if (next <= 0) {
                return next == FieldLines.FINAL_LINE ? finalLine(head, buffer, pos, end) : next;
            }
            int result = meaning(head, buffer, head.fields.count() - 1);
            if (result < 0) {
                return result;
            }
            pos = next;
            head.parsed = pos - from;
        }
        return 0;
    }

    private static int finalLine(RequestHead head, DirectBuffer buffer, int pos, int end) {
        if (pos + 1 == end) {
            return 0;
        }
        if (buffer.getByte(pos + 1) != Bytes.LF) {
            return Malformed.BARE_CR.code();
        }
        if (head.hostFields == 0 && head.version == 11) {
            return Malformed.MISSING_HOST.code();
        }
        head.framing = head.framingFields.ofRequest();
        head.upgrade = isUpgrade(head);
        if (head.upgrade) {
            head.rememberProtocol();
        }
        int length = pos + 2 - head.start();
        head.complete(length);
        return length;
    }

    /** What a field line means for this hop. Above 0: fine, below 0: a fault. */
    private static int meaning(RequestHead head, DirectBuffer buffer, int field) {
        KnownField known = head.fields.known(field);
        if (known == KnownField.OTHER) {
            return OK;
        }
        int value = head.valueStart(field);
        int length = head.valueLength(field);
        return switch (known) {
            case HOST -> host(head, buffer, value, length);
            case CONTENT_LENGTH -> head.framingFields.takeLength(buffer, value, length);
            case TRANSFER_ENCODING ->
                    head.framingFields.takeCoding(buffer, value, length, head.version);
            case CONNECTION -> head.connection.take(buffer, value, length);
            case EXPECT -> expectation(head, buffer, value, length);
            case UPGRADE -> upgrade(head, value, length);
            default -> OK;
        };
    }

    private static int host(RequestHead head, DirectBuffer buffer, int value, int length) {
        if (head.hostFields++ > 0) {
            return Malformed.SEVERAL_HOSTS.code();
        }
        int hostLength = Authority.hostLength(buffer, value, length);
        if (hostLength < 0) {
            return hostLength;
        }
        if (!head.form.absolute()) {
            head.hostStart = value - head.start();
            head.hostLength = length;
            head.hostNameLength = Authority.nameLength(buffer, value, hostLength);
            return OK;
        }
        boolean same =
                Authority.same(
                        buffer,
                        head.hostStart(),
                        head.hostLength,
                        value,
                        length,
                        head.form.defaultPort());
        return same ? OK : Malformed.HOST_MISMATCH.code();
    }

    /** Expect = "100-continue", once; HTTP/1.0 has none (RFC 9110 10.1.1). */
    private static int expectation(RequestHead head, DirectBuffer buffer, int value, int length) {
        if (head.expectContinue || !CONTINUE.is(buffer, value, length)) {
            return Malformed.UNKNOWN_EXPECTATION.code();
        }
        head.expectContinue = head.version == 11;
        return OK;
    }

    private static int upgrade(RequestHead head, int value, int length) {
        head.upgradeFields++;
        head.upgradeStart = value - head.start();
        head.upgradeLength = length;
        return OK;
    }

    /** RFC 9110 7.8, but one protocol only, never h2c, and never beside a body. */
    private static boolean isUpgrade(RequestHead head) {
        return head.upgradeFields == 1
                && head.version == 11
                && head.connection.upgrade()
                && head.framing != Framing.CHUNKED
                && head.contentLength() <= 0
                && head.upgradeLength <= RequestHead.MAX_PROTOCOL_BYTES
                && UpgradeProtocol.isForwarded(
                        head.buffer(), head.start() + head.upgradeStart, head.upgradeLength);
    }
}
