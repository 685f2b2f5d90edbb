package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The fields whose names mean something to a proxy.
 *
 * <p>Thread: any (immutable).
 */
public enum KnownField {
    /** Any other name. */
    OTHER(false),
    HOST(true),
    CONTENT_LENGTH(true),
    TRANSFER_ENCODING(true),
    CONNECTION(true),
    EXPECT(true),
    UPGRADE(true),
    TE(true),
    KEEP_ALIVE(true),
    PROXY(true),
    PROXY_CONNECTION(true),
    PROXY_AUTHENTICATE(true),
    PROXY_AUTHORIZATION(true),
    FORWARDED(true),
    X_FORWARDED_FOR(true),
    X_FORWARDED_HOST(true),
    X_FORWARDED_PORT(true),
    X_FORWARDED_PROTO(true),
    /** {@code X-Forwarded-} and anything else. */
    X_FORWARDED_OTHER(true),
    X_ORIGINAL_URL(true),
    X_REAL_IP(true),
    X_REQUEST_ID(true),
    /** One of the {@code X-} names above, but with {@code _} for {@code -} somewhere. */
    ALIAS(true),
    DATE(false),
    SERVER(false),
    /** Authentication, cookies, the list of trailers: ordinary in a head, refused in trailers. */
    HEAD_ONLY(true);

    private static final String X_FORWARDED = "x-forwarded-";

    private final boolean forbiddenInTrailers;

    KnownField(boolean forbiddenInTrailers) {
        this.forbiddenInTrailers = forbiddenInTrailers;
    }

    /** Framing, routing, authentication or connection field (RFC 9110 6.5.1). */
    boolean forbiddenInTrailers() {
        return forbiddenInTrailers;
    }

    /** The field with this name, a token of at least one byte. */
    static KnownField of(DirectBuffer buffer, int start, int length) {
        int first = buffer.getByte(start) | 0x20;
        return switch (length) {
            case 2 -> first == 't' && is(buffer, start, "te") ? TE : OTHER;
            case 4 ->
                    switch (first) {
                        case 'h' -> is(buffer, start, "host") ? HOST : OTHER;
                        case 'd' -> is(buffer, start, "date") ? DATE : OTHER;
                        default -> OTHER;
                    };
            case 5 -> first == 'p' && is(buffer, start, "proxy") ? PROXY : OTHER;
            case 6 ->
                    switch (first) {
                        case 'e' -> is(buffer, start, "expect") ? EXPECT : OTHER;
                        case 's' -> is(buffer, start, "server") ? SERVER : OTHER;
                        case 'c' -> is(buffer, start, "cookie") ? HEAD_ONLY : OTHER;
                        default -> OTHER;
                    };
            case 7 ->
                    switch (first) {
                        case 'u' -> is(buffer, start, "upgrade") ? UPGRADE : OTHER;
                        case 't' -> is(buffer, start, "trailer") ? HEAD_ONLY : OTHER;
                        default -> OTHER;
                    };
            case 9 ->
                    switch (first) {
                        case 'f' -> is(buffer, start, "forwarded") ? FORWARDED : OTHER;
                        case 'x' -> extension(buffer, start, length, "x-real-ip", X_REAL_IP);
                        default -> OTHER;
                    };
            case 10 ->
                    switch (first) {
                        case 'c' -> is(buffer, start, "connection") ? CONNECTION : OTHER;
                        case 'k' -> is(buffer, start, "keep-alive") ? KEEP_ALIVE : OTHER;
                        case 's' -> is(buffer, start, "set-cookie") ? HEAD_ONLY : OTHER;
                        default -> OTHER;
                    };
            case 12 ->
                    first == 'x'
                            ? extension(buffer, start, length, "x-request-id", X_REQUEST_ID)
                            : OTHER;
            case 13 ->
                    switch (first) {
                        case 'a' -> is(buffer, start, "authorization") ? HEAD_ONLY : OTHER;
                        case 'x' -> forwarded(buffer, start, length);
                        default -> OTHER;
                    };
            case 14 ->
                    switch (first) {
                        case 'c' -> is(buffer, start, "content-length") ? CONTENT_LENGTH : OTHER;
                        case 'x' ->
                                extension(buffer, start, length, "x-original-url", X_ORIGINAL_URL);
                        default -> OTHER;
                    };
            case 16 ->
                    switch (first) {
                        case 'p' ->
                                is(buffer, start, "proxy-connection") ? PROXY_CONNECTION : OTHER;
                        case 'w' -> is(buffer, start, "www-authenticate") ? HEAD_ONLY : OTHER;
                        case 'x' -> forwarded(buffer, start, length);
                        default -> OTHER;
                    };
            case 17 ->
                    switch (first) {
                        case 't' ->
                                is(buffer, start, "transfer-encoding") ? TRANSFER_ENCODING : OTHER;
                        case 'x' -> forwarded(buffer, start, length);
                        default -> OTHER;
                    };
            case 18 ->
                    switch (first) {
                        case 'p' ->
                                is(buffer, start, "proxy-authenticate")
                                        ? PROXY_AUTHENTICATE
                                        : OTHER;
                        case 'x' -> forwarded(buffer, start, length);
                        default -> OTHER;
                    };
            case 19 ->
                    switch (first) {
                        case 'p' ->
                                is(buffer, start, "proxy-authorization")
                                        ? PROXY_AUTHORIZATION
                                        : OTHER;
                        case 'x' -> forwarded(buffer, start, length);
                        default -> OTHER;
                    };
            default -> first == 'x' && length > 14 ? forwarded(buffer, start, length) : OTHER;
        };
    }

    private static boolean is(DirectBuffer buffer, int start, String name) {
        return Bytes.startsWithIgnoreCase(buffer, start, name);
    }

    /** {@code known} under its own name, or an alias of it, or an alias's or other name. */
    private static KnownField extension(
            DirectBuffer buffer, int start, int length, String name, KnownField known) {
        if (isFolded(buffer, start, name)) {
            return hasUnderscore(buffer, start, length) ? ALIAS : known;
        }
        return forwarded(buffer, start, length);
    }

    private static KnownField forwarded(DirectBuffer buffer, int start, int length) {
        if (length < X_FORWARDED.length() || !isFolded(buffer, start, X_FORWARDED)) {
            return OTHER;
        }
        if (hasUnderscore(buffer, start, length)) {
            return ALIAS;
        }
        int rest = start + X_FORWARDED.length();
        return switch (length - X_FORWARDED.length()) {
            case 3 -> is(buffer, rest, "for") ? X_FORWARDED_FOR : X_FORWARDED_OTHER;
            case 4 ->
                    is(buffer, rest, "host")
                            ? X_FORWARDED_HOST
                            : is(buffer, rest, "port") ? X_FORWARDED_PORT : X_FORWARDED_OTHER;
            case 5 -> is(buffer, rest, "proto") ? X_FORWARDED_PROTO : X_FORWARDED_OTHER;
            default -> X_FORWARDED_OTHER;
        };
    }

    /** Whether the range starts with {@code name} once {@code _} is read as {@code -}. */
    private static boolean isFolded(DirectBuffer buffer, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            byte b = buffer.getByte(start + i);
            if ((b == '_' ? '-' : Bytes.lower(b)) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasUnderscore(DirectBuffer buffer, int start, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(start + i) == '_') {
                return true;
            }
        }
        return false;
    }
}
