package io.tailrace.http;

import org.agrona.MutableDirectBuffer;

/**
 * Writes the head that the downstream side gets: generated from the validated parts of the pod's.
 *
 * <p>Thread: any, one at a time.
 */
public final class ResponseHeadWriter {
    private static final byte[] HTTP_1_1 = Bytes.ascii("HTTP/1.1 ");
    private static final byte[] CONTENT_LENGTH = Bytes.ascii("Content-Length: ");
    private static final byte[] CHUNKED = Bytes.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Bytes.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Bytes.ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Bytes.ascii("Connection: upgrade\r\nUpgrade: ");
    private static final byte[] DATE = Bytes.ascii("Date: ");
    private static final byte[] SERVER = Bytes.ascii("Server: tailrace\r\n");
    private static final int SWITCHING_PROTOCOLS = 101;

    private final HeadOutput output = new HeadOutput();
    private boolean dateKept;
    private boolean serverKept;

    /**
     * Writes the head into {@code [offset, limit)}. A 101 is written as the start of a tunnel; the
     * other 1xx have no field of our own.
     *
     * @param framing how the body is framed downstream
     * @param hop to the client
     * @return bytes written, 0: does not fit
     */
    public int write(
            ResponseHead head,
            Framing framing,
            LastHop hop,
            MutableDirectBuffer out,
            int offset,
            int limit) {
        dateKept = false;
        serverKept = false;
        output.begin(out, offset, limit, head.buffer());
        output.bytes(HTTP_1_1);
        int statusStart = head.start() + head.statusStart;
        output.keep(statusStart, head.reasonStart() + head.reasonLength() + 2);
        keptFields(head, hop);
        if (head.status() >= 200) {
            ownFields(head, framing, hop);
        } else if (head.status() == SWITCHING_PROTOCOLS && head.upgradeFields == 1) {
            output.bytes(UPGRADE);
            output.slice(head.buffer(), head.start() + head.upgradeStart, head.upgradeLength);
            output.crlf();
        }
        output.crlf();
        return output.end();
    }

    private void keptFields(ResponseHead head, LastHop hop) {
        FieldLines fields = head.fields;
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            if (goesOn(head, hop, i)) {
                output.keepLine(fields, i, head.start());
            }
        }
    }

    /** Whether a field line is sent on as it is. */
    private boolean goesOn(ResponseHead head, LastHop hop, int field) {
        return switch (head.fields.known(field)) {
            case CONTENT_LENGTH,
                    TRANSFER_ENCODING,
                    CONNECTION,
                    UPGRADE,
                    TE,
                    KEEP_ALIVE,
                    PROXY,
                    PROXY_CONNECTION,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION ->
                    false;
            case DATE -> {
                dateKept = true;
                yield true;
            }
            case SERVER -> {
                serverKept = true;
                yield true;
            }
            // Ours is written behind the pod's fields.
            case STRICT_TRANSPORT_SECURITY ->
                    (head.status() < 200 || hop.strictTransport().length == 0)
                            && !isNominated(head, field);
            default -> !isNominated(head, field);
        };
    }

    private static boolean isNominated(ResponseHead head, int field) {
        return head.connection.nominates(head.fields, head.buffer(), head.start(), field);
    }

    private void ownFields(ResponseHead head, Framing framing, LastHop hop) {
        if (!dateKept) {
            output.bytes(DATE);
            output.date(hop.date());
            output.crlf();
        }
        if (!serverKept) {
            output.bytes(SERVER);
        }
        if (hop.strictTransport().length > 0) {
            output.bytes(hop.strictTransport());
        }
        if (framing == Framing.CHUNKED) {
            output.bytes(CHUNKED);
        } else if (declaresLength(head, framing)) {
            output.bytes(CONTENT_LENGTH);
            output.number(head.declaredLength());
            output.crlf();
        }
        if (hop.close()) {
            output.bytes(CLOSE);
        } else if (hop.version() == 10) {
            output.bytes(KEEP_ALIVE);
        }
    }

    /** With a body of that length; without a body, where the field tells of a GET's answer. */
    private static boolean declaresLength(ResponseHead head, Framing framing) {
        return head.declaredLength() >= 0
                && (framing == Framing.LENGTH || (framing == Framing.NONE && head.status() != 204));
    }
}
