package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * Parses response heads in place (RFC 9112 2.1): one pass, line by line.
 *
 * <pre>
 *   response-head = status-line *( field-line CRLF ) CRLF
 *   status-line   = HTTP-version SP status-code SP [ reason-phrase ] CRLF    (RFC 9112 4)
 * </pre>
 *
 * <p>The fault that is told is that of the first byte that breaks a rule, or of the end of the
 * first line that does, however the bytes come in. Complete lines are not looked at again.
 *
 * <p>Thread: any, one at a time; progress is kept in the head.
 */
public final class ResponseHeadParser {
    private static final int OK = 1;
    private static final int VERSION_BYTES = 8;
    private static final int STATUS_DIGITS = 3;

    private final int maxHeadBytes;
    private final int maxFields;

    public ResponseHeadParser(HeadLimits limits) {
        maxHeadBytes = limits.maxHeadBytes();
        maxFields = limits.maxFields();
    }

    /**
     * Parses the message that starts at {@code from}. Call again with the same head when more bytes
     * are there, after {@link ResponseHead#moveTo} if they moved.
     *
     * @param requestMethod of the request that this answers: it decides about the body
     * @return bytes of the complete head, 0: needs more bytes, below 0: a {@link Malformed} code
     */
    public int parse(
            ResponseHead head, Method requestMethod, DirectBuffer buffer, int from, int to) {
        head.moveTo(buffer, from);
        int end = from + Math.min(to - from, maxHeadBytes);
        int result = lines(head, requestMethod, buffer, from, end);
        if (result == 0 && end - from == maxHeadBytes) {
            return Malformed.HEAD_TOO_LARGE.code();
        }
        return result;
    }

    private int lines(
            ResponseHead head, Method requestMethod, DirectBuffer buffer, int from, int end) {
        if (!head.statusLineDone) {
            int result = statusLine(head, buffer, from, end);
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
                return next == FieldLines.FINAL_LINE
                        ? finalLine(head, requestMethod, buffer, pos, end)
                        : next;
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

    /** Above 0: the line is in the head, 0: needs more bytes, below 0: a fault. */
    private static int statusLine(ResponseHead head, DirectBuffer buffer, int from, int end) {
        int result = RequestLineParser.versionForm(buffer, from, end);
        if (result <= 0) {
            return result < 0 ? Malformed.BAD_STATUS_LINE.code() : 0;
        }
        int pos = from + VERSION_BYTES;
        if (pos == end) {
            return 0;
        }
        head.version = version(buffer, from);
        if (head.version == 0) {
            return Malformed.VERSION_NOT_SUPPORTED.code();
        }
        if (buffer.getByte(pos) != Bytes.SP) {
            return Malformed.BAD_STATUS_LINE.code();
        }
        result = status(head, buffer, pos + 1, end);
        if (result <= 0) {
            return result;
        }
        head.statusStart = pos + 1 - from;
        return reason(head, buffer, from, pos + 2 + STATUS_DIGITS, end);
    }

    private static int version(DirectBuffer buffer, int from) {
        if (buffer.getByte(from + 5) != '1') {
            return 0;
        }
        return switch (buffer.getByte(from + 7)) {
            case '1' -> 11;
            case '0' -> 10;
            default -> 0;
        };
    }

    /** Three digits from 100 on, and a space. */
    private static int status(ResponseHead head, DirectBuffer buffer, int pos, int end) {
        int status = 0;
        for (int i = 0; i < STATUS_DIGITS; i++) {
            if (pos + i == end) {
                return 0;
            }
            byte b = buffer.getByte(pos + i);
            if (!Bytes.isDigit(b) || (i == 0 && b == '0')) {
                return Malformed.BAD_STATUS.code();
            }
            status = status * 10 + b - '0';
        }
        if (pos + STATUS_DIGITS == end) {
            return 0;
        }
        byte stop = buffer.getByte(pos + STATUS_DIGITS);
        if (stop != Bytes.SP) {
            return (Bytes.isDigit(stop) ? Malformed.BAD_STATUS : Malformed.BAD_STATUS_LINE).code();
        }
        head.status = status;
        return OK;
    }

    /** reason-phrase = 1*( HTAB / SP / VCHAR / obs-text ): what a field value may hold. */
    private static int reason(ResponseHead head, DirectBuffer buffer, int from, int pos, int end) {
        int stop = Bytes.skipValue(buffer, pos, end);
        if (stop == end) {
            return 0;
        }
        byte b = buffer.getByte(stop);
        if (b != Bytes.CR) {
            return (b == Bytes.LF ? Malformed.BARE_LF : Malformed.BAD_STATUS_LINE).code();
        }
        if (stop + 1 == end) {
            return 0;
        }
        if (buffer.getByte(stop + 1) != Bytes.LF) {
            return Malformed.BARE_CR.code();
        }
        head.reasonLength = stop - pos;
        head.parsed = stop + 2 - from;
        head.statusLineDone = true;
        return OK;
    }

    private static int finalLine(
            ResponseHead head, Method requestMethod, DirectBuffer buffer, int pos, int end) {
        if (pos + 1 == end) {
            return 0;
        }
        if (buffer.getByte(pos + 1) != Bytes.LF) {
            return Malformed.BARE_CR.code();
        }
        head.framing = head.framingFields.ofResponse(requestMethod, head.status);
        int length = pos + 2 - head.start();
        head.complete(length);
        return length;
    }

    /** What a field line means for this hop. Above 0: fine, below 0: a fault. */
    private static int meaning(ResponseHead head, DirectBuffer buffer, int field) {
        KnownField known = head.fields.known(field);
        if (known == KnownField.OTHER) {
            return OK;
        }
        int value = head.valueStart(field);
        int length = head.valueLength(field);
        return switch (known) {
            case CONTENT_LENGTH -> head.framingFields.takeLength(buffer, value, length);
            case TRANSFER_ENCODING ->
                    head.framingFields.takeCoding(buffer, value, length, head.version);
            case CONNECTION -> head.connection.take(buffer, value, length);
            case KEEP_ALIVE -> keepAlive(head, buffer, value, length);
            case UPGRADE -> upgrade(head, value, length);
            default -> OK;
        };
    }

    private static int keepAlive(ResponseHead head, DirectBuffer buffer, int value, int length) {
        head.keepAliveTimeoutSeconds = KeepAlive.timeoutSeconds(buffer, value, length);
        return OK;
    }

    private static int upgrade(ResponseHead head, int value, int length) {
        head.upgradeFields++;
        head.upgradeStart = value - head.start();
        head.upgradeLength = length;
        return OK;
    }
}
