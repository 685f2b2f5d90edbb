package io.tailrace.http;

/**
 * The fields whose names mean something to a proxy.
 *
 * <p>Thread: any (immutable).
 */
public enum KnownField {
    /** Any other name. */
    OTHER,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    EXPECT,
    UPGRADE,
    TE,
    KEEP_ALIVE,
    PROXY,
    PROXY_CONNECTION,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    FORWARDED,
    X_FORWARDED_FOR,
    X_FORWARDED_HOST,
    X_FORWARDED_PORT,
    X_FORWARDED_PROTO,
    /** {@code X-Forwarded-} and anything else. */
    X_FORWARDED_OTHER,
    X_ORIGINAL_URL,
    X_REAL_IP,
    X_REQUEST_ID,
    /** One of the {@code X-} names above, but with {@code _} for {@code -} somewhere. */
    ALIAS,
    DATE,
    SERVER,
    /** Not treated in a head, but never allowed in a trailer section (RFC 9110 6.5.1). */
    HEAD_ONLY
}
