package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The methods that make a difference to a proxy (RFC 9110 9.3, RFC 5789).
 *
 * <p>Thread: any (immutable).
 */
public enum Method {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(true),
    DELETE(true),
    OPTIONS(true),
    TRACE(true),
    CONNECT(false),
    PATCH(false),
    /** Any other token; nothing is known about it. */
    OTHER(false);

    private final boolean idempotent;

    Method(boolean idempotent) {
        this.idempotent = idempotent;
    }

    /** Whether sending the request twice means the same as sending it once (RFC 9110 9.2.2). */
    public boolean idempotent() {
        return idempotent;
    }

    /** The method named by a token; case-sensitive (RFC 9110 9.1). */
    static Method of(DirectBuffer buffer, int start, int length) {
        return switch (length) {
            case 3 -> is(buffer, start, "GET") ? GET : is(buffer, start, "PUT") ? PUT : OTHER;
            case 4 -> is(buffer, start, "POST") ? POST : is(buffer, start, "HEAD") ? HEAD : OTHER;
            case 5 ->
                    is(buffer, start, "PATCH") ? PATCH : is(buffer, start, "TRACE") ? TRACE : OTHER;
            case 6 -> is(buffer, start, "DELETE") ? DELETE : OTHER;
            case 7 ->
                    is(buffer, start, "OPTIONS")
                            ? OPTIONS
                            : is(buffer, start, "CONNECT") ? CONNECT : OTHER;
            default -> OTHER;
        };
    }

    private static boolean is(DirectBuffer buffer, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (buffer.getByte(start + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
