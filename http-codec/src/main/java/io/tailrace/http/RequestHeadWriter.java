package io.tailrace.http;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the head that a pod gets: generated from the validated parts of the head that came.
 *
 * <pre>
 *   own request line      method, forward path, query, HTTP/1.1
 *   fields that go on     in their order; those that belong to this hop are left out
 *   fields of our own     after the stripping, so that no Connection field removes them
 * </pre>
 *
 * <p>Thread: any, one at a time.
 */
public final class RequestHeadWriter {
    private static final byte[] HTTP_1_1 = Bytes.ascii(" HTTP/1.1\r\n");
    private static final byte[] EMPTY_HOST = Bytes.ascii("Host:\r\n");
    private static final byte[] HOST = Bytes.ascii("Host: ");
    private static final byte[] X_FORWARDED_HOST = Bytes.ascii("X-Forwarded-Host: ");
    private static final byte[] FORWARDED = Bytes.ascii("Forwarded: ");
    private static final byte[] FORWARDED_HOST = Bytes.ascii(";host=\"");
    private static final byte[] QUOTE_CRLF = Bytes.ascii("\"\r\n");
    private static final byte[] X_REQUEST_ID = Bytes.ascii("X-Request-ID: ");
    private static final byte[] CONTENT_LENGTH = Bytes.ascii("Content-Length: ");
    private static final byte[] CHUNKED = Bytes.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CONNECTION_UPGRADE = Bytes.ascii("Connection: upgrade\r\n");
    private static final byte[] CONNECTION_UPGRADE_TE =
            Bytes.ascii("Connection: upgrade, TE\r\nTE: trailers\r\n");
    private static final byte[] CONNECTION_TE = Bytes.ascii("Connection: TE\r\nTE: trailers\r\n");
    private static final byte[] UPGRADE = Bytes.ascii("Upgrade: ");
    private static final byte[] SEPARATOR = Bytes.ascii(", ");
    private static final int MAX_REQUEST_ID = 128;

    private final HeadOutput output = new HeadOutput();
    private final RequestIds ids;

    // Of the head being written: which fields a trusted peer, or anybody for the id, has set.
    private boolean hostKept;
    private boolean portKept;
    private boolean protoKept;
    private boolean realIpKept;
    private boolean idKept;
    private boolean trailers;

    /**
     * @param randomSeed seeds the generator of request ids; different for each core and start
     */
    public RequestHeadWriter(long randomSeed) {
        ids = new RequestIds(randomSeed);
    }

    /**
     * Writes the head into {@code [offset, limit)}.
     *
     * @param forwarded whether to add a {@code Forwarded} field (RFC 7239)
     * @param clientFields whole lines about the client's certificate, or none
     * @return bytes written, 0: does not fit
     */
    public int write(
            RequestHead head,
            RequestTarget target,
            Origin origin,
            boolean forwarded,
            byte[] clientFields,
            MutableDirectBuffer out,
            int offset,
            int limit) {
        hostKept = false;
        portKept = false;
        protoKept = false;
        realIpKept = false;
        idKept = false;
        trailers = false;
        output.begin(out, offset, limit, head.buffer());
        requestLine(head, target);
        keptFields(head, origin);
        forwardedFields(head, origin);
        if (forwarded) {
            forwarded(head, origin);
        }
        if (clientFields.length > 0) {
            output.bytes(clientFields);
        }
        framingField(head);
        connectionFields(head);
        output.crlf();
        return output.end();
    }

    private void requestLine(RequestHead head, RequestTarget target) {
        output.slice(head.buffer(), head.methodStart(), head.methodLength());
        output.one(Bytes.SP);
        output.slice(target.forwardBuffer(), target.forwardStart(), target.forwardLength());
        output.slice(head.buffer(), target.queryStart(), target.queryLength());
        output.bytes(HTTP_1_1);
        if (head.hostFields == 0) {
            // RFC 9112 3.2: HTTP/1.1 has a Host field, empty where nobody told an authority.
            if (head.hostLength() == 0) {
                output.bytes(EMPTY_HOST);
            } else {
                authority(head);
            }
        }
    }

    private void keptFields(RequestHead head, Origin origin) {
        FieldLines fields = head.fields;
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            if (goesOn(head, origin, i)) {
                output.keepLine(fields, i, head.start());
            }
        }
    }

    /** Whether a field line is sent on as it is. */
    private boolean goesOn(RequestHead head, Origin origin, int field) {
        return switch (head.fields.known(field)) {
            case OTHER, DATE, SERVER, STRICT_TRANSPORT_SECURITY, HEAD_ONLY ->
                    !isNominated(head, field);
            case HOST -> host(head);
            case EXPECT -> head.version == 11 && !isNominated(head, field);
            case CONTENT_LENGTH,
                    TRANSFER_ENCODING,
                    CONNECTION,
                    UPGRADE,
                    KEEP_ALIVE,
                    PROXY,
                    PROXY_CONNECTION,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION,
                    X_FORWARDED_FOR,
                    SSL_CLIENT,
                    ALIAS ->
                    false;
            case TE -> {
                trailers |= TransferCodings.listsTrailers(head, field);
                yield false;
            }
            case FORWARDED, X_FORWARDED_OTHER, X_ORIGINAL_URL ->
                    origin.trusted() && !isNominated(head, field);
            case X_FORWARDED_HOST -> {
                hostKept = origin.trusted();
                yield hostKept;
            }
            case X_FORWARDED_PORT -> {
                portKept = origin.trusted();
                yield portKept;
            }
            case X_FORWARDED_PROTO -> {
                protoKept = origin.trusted();
                yield protoKept;
            }
            case X_REAL_IP -> {
                realIpKept = origin.trusted();
                yield realIpKept;
            }
            case X_REQUEST_ID -> {
                idKept = isOnlyRequestId(head, field);
                yield idKept;
            }
        };
    }

    private static boolean isNominated(RequestHead head, int field) {
        return head.connection.nominates(head.fields, head.buffer(), head.start(), field);
    }

    /** The Host field goes on, or the authority of an absolute form in its place. */
    private boolean host(RequestHead head) {
        if (!head.form.absolute()) {
            return true;
        }
        authority(head);
        return false;
    }

    private void authority(RequestHead head) {
        output.bytes(HOST);
        output.slice(head.buffer(), head.hostStart(), head.hostLength());
        output.crlf();
    }

    /** One id of 1 to 128 visible characters. */
    private static boolean isOnlyRequestId(RequestHead head, int field) {
        int length = head.valueLength(field);
        if (length == 0 || length > MAX_REQUEST_ID) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!Bytes.isVisible(head.buffer().getByte(head.valueStart(field) + i))) {
                return false;
            }
        }
        for (int i = 0; i < head.fieldCount(); i++) {
            if (i != field && head.known(i) == KnownField.X_REQUEST_ID) {
                return false;
            }
        }
        return true;
    }

    private void forwardedFields(RequestHead head, Origin origin) {
        if (origin.trusted()) {
            addToForwardedFields(head, origin);
        } else {
            output.bytes(origin.fields());
        }
        if (!hostKept && head.hostLength() > 0) {
            output.bytes(X_FORWARDED_HOST);
            output.slice(head.buffer(), head.hostStart(), head.hostLength());
            output.crlf();
        }
        if (!idKept) {
            output.bytes(X_REQUEST_ID);
            output.hex(ids.next());
            output.hex(ids.next());
            output.crlf();
        }
    }

    /** Behind those of earlier hops, which go on only from trusted peers. */
    private void forwarded(RequestHead head, Origin origin) {
        output.bytes(FORWARDED);
        output.bytes(origin.forwardedElement());
        if (head.hostLength() > 0) {
            // uri-host and port hold neither quotes nor backslashes.
            output.bytes(FORWARDED_HOST);
            output.slice(head.buffer(), head.hostStart(), head.hostLength());
            output.bytes(QUOTE_CRLF);
        } else {
            output.crlf();
        }
    }

    /** The address goes behind those of earlier hops; of the others, what is not there yet. */
    private void addToForwardedFields(RequestHead head, Origin origin) {
        byte[] lines = origin.fields();
        output.part(lines, 0, origin.addressStart());
        earlierHops(head);
        output.part(lines, origin.addressStart(), origin.forEnd());
        output.part(lines, origin.forEnd(), portKept ? origin.forEnd() : origin.portEnd());
        output.part(lines, origin.portEnd(), protoKept ? origin.portEnd() : origin.protoEnd());
        output.part(lines, origin.protoEnd(), realIpKept ? origin.protoEnd() : lines.length);
    }

    /** The values of all X-Forwarded-For fields, each with the separator that follows. */
    private void earlierHops(RequestHead head) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.known(i) == KnownField.X_FORWARDED_FOR && head.valueLength(i) > 0) {
                output.slice(head.buffer(), head.valueStart(i), head.valueLength(i));
                output.bytes(SEPARATOR);
            }
        }
    }

    private void framingField(RequestHead head) {
        switch (head.framing()) {
            case LENGTH -> {
                output.bytes(CONTENT_LENGTH);
                output.number(head.contentLength());
                output.crlf();
            }
            case CHUNKED -> output.bytes(CHUNKED);
            case NONE, UNTIL_CLOSE -> {}
        }
    }

    private void connectionFields(RequestHead head) {
        if (!head.upgrade()) {
            if (trailers) {
                output.bytes(CONNECTION_TE);
            }
            return;
        }
        DirectBuffer buffer = head.buffer();
        output.bytes(trailers ? CONNECTION_UPGRADE_TE : CONNECTION_UPGRADE);
        output.bytes(UPGRADE);
        output.slice(buffer, head.start() + head.upgradeStart, head.upgradeLength);
        output.crlf();
    }
}
