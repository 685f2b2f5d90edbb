package io.tailrace.loadtest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The bytes that every request of a run consists of, and what they mean for reading the answer.
 *
 * <p>Thread: any (immutable); each connection sends from its own {@link #view}.
 */
final class RequestTemplate {
    static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

    private static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");
    private static final Set<String> OWN_FIELDS =
            Set.of("host", "content-length", "transfer-encoding");

    private final ByteBuffer bytes;
    private final boolean isHead;
    private final boolean closes;

    private RequestTemplate(ByteBuffer bytes, boolean isHead, boolean closes) {
        this.bytes = bytes;
        this.isHead = isHead;
        this.closes = closes;
    }

    /**
     * @param method a token, sent as it is
     * @param pathAndQuery the request target
     * @param host value of the Host field
     * @param fields further field lines, {@code Name: value}
     * @param bodyBytes 0 to {@link #MAX_BODY_BYTES}
     * @throws IllegalArgumentException with one line for the user
     */
    static RequestTemplate of(
            String method, String pathAndQuery, String host, List<String> fields, int bodyBytes) {
        if (!Tokens.isToken(method)) {
            throw new IllegalArgumentException("--method %s: not a token".formatted(method));
        } else if (method.equals("CONNECT")) {
            throw new IllegalArgumentException("--method CONNECT: tunnels are not supported");
        }
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(pathAndQuery).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(checkedValue("--host", host)).append("\r\n");
        head.append("User-Agent: tailrace-load\r\n");
        boolean closes = false;
        for (String field : fields) {
            int colon = field.indexOf(':');
            String name = colon < 0 ? "" : field.substring(0, colon);
            if (!Tokens.isToken(name)) {
                throw new IllegalArgumentException(
                        "--header '%s': must be 'Name: value'".formatted(field));
            } else if (OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "--header '%s': set by --host or --body-bytes".formatted(field));
            }
            String value = checkedValue("--header " + name, field.substring(colon + 1).strip());
            head.append(name).append(": ").append(value).append("\r\n");
            closes |= name.equalsIgnoreCase("connection") && value.equalsIgnoreCase("close");
        }
        if (bodyBytes > 0 || WITH_CONTENT.contains(method)) {
            head.append("Content-Length: ").append(bodyBytes).append("\r\n");
        }
        byte[] headBytes = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocateDirect(headBytes.length + bodyBytes).put(headBytes);
        while (bytes.hasRemaining()) {
            bytes.put((byte) 'x');
        }
        return new RequestTemplate(bytes.flip().asReadOnlyBuffer(), method.equals("HEAD"), closes);
    }

    /** All bytes of one request; position and limit belong to the caller. */
    ByteBuffer view() {
        return bytes.duplicate();
    }

    /** Whether the answer has no body, whatever its fields say. */
    boolean isHead() {
        return isHead;
    }

    /** Whether the request asks for the connection's end. */
    boolean closes() {
        return closes;
    }

    private static String checkedValue(String option, String value) {
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException(option + ": control characters in the value");
        }
        return value;
    }
}
