package io.tailrace.http;

import java.util.Arrays;
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
    /**
     * {@code ssl-client-} and anything else, with {@code _} for {@code -} or not: what pods are
     * told about the client's certificate, and believe.
     */
    SSL_CLIENT(true),
    /** One of the {@code X-} names above, but with {@code _} for {@code -} somewhere. */
    ALIAS(true),
    DATE(false),
    SERVER(false),
    STRICT_TRANSPORT_SECURITY(false),
    /** Authentication, cookies, the list of trailers: ordinary in a head, refused in trailers. */
    HEAD_ONLY(true);

    /** A name and what it is the name of. */
    private record Name(Word word, KnownField known) {
        Name(String text, KnownField known) {
            this(new Word(text), known);
        }

        String text() {
            return word.text();
        }
    }

    private static final String X_FORWARDED = "x-forwarded-";
    private static final String SSL_CLIENT_NAME = "ssl-client-";

    private static final Name[] NAMES = {
        new Name("host", HOST),
        new Name("content-length", CONTENT_LENGTH),
        new Name("transfer-encoding", TRANSFER_ENCODING),
        new Name("connection", CONNECTION),
        new Name("expect", EXPECT),
        new Name("upgrade", UPGRADE),
        new Name("te", TE),
        new Name("keep-alive", KEEP_ALIVE),
        new Name("proxy", PROXY),
        new Name("proxy-connection", PROXY_CONNECTION),
        new Name("proxy-authenticate", PROXY_AUTHENTICATE),
        new Name("proxy-authorization", PROXY_AUTHORIZATION),
        new Name("forwarded", FORWARDED),
        new Name("date", DATE),
        new Name("server", SERVER),
        new Name("strict-transport-security", STRICT_TRANSPORT_SECURITY),
        new Name("authorization", HEAD_ONLY),
        new Name("www-authenticate", HEAD_ONLY),
        new Name("cookie", HEAD_ONLY),
        new Name("set-cookie", HEAD_ONLY),
        new Name("trailer", HEAD_ONLY),
    };

    /** Those with an {@code X}, which are looked for with {@code _} read as {@code -}. */
    private static final Name[] EXTENSION_NAMES = {
        new Name("x-forwarded-for", X_FORWARDED_FOR),
        new Name("x-forwarded-host", X_FORWARDED_HOST),
        new Name("x-forwarded-port", X_FORWARDED_PORT),
        new Name("x-forwarded-proto", X_FORWARDED_PROTO),
        new Name("x-original-url", X_ORIGINAL_URL),
        new Name("x-real-ip", X_REAL_IP),
        new Name("x-request-id", X_REQUEST_ID),
    };

    private static final int LENGTHS = 26;

    /** By length of a name: the first letters that known names of it have, one bit each. */
    private static final int[] FIRST_LETTERS = new int[LENGTHS];

    private static final Name[][] NAMES_BY_LENGTH = new Name[LENGTHS][];

    static {
        for (int length = 0; length < LENGTHS; length++) {
            int wanted = length;
            NAMES_BY_LENGTH[length] =
                    Arrays.stream(NAMES)
                            .filter(name -> name.text().length() == wanted)
                            .toArray(Name[]::new);
            for (Name name : NAMES_BY_LENGTH[length]) {
                FIRST_LETTERS[length] |= 1 << name.text().charAt(0);
            }
        }
    }

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
        if (first == 'x') {
            return extension(buffer, start, length);
        }
        if (first == 's'
                && length >= SSL_CLIENT_NAME.length()
                && startsWithFolded(buffer, start, SSL_CLIENT_NAME)) {
            return SSL_CLIENT;
        }
        // Most names end here: no known one of this length starts with this letter. A shift looks
        // at five bits, which tell letters apart.
        if (length >= LENGTHS || (FIRST_LETTERS[length] & 1 << first) == 0) {
            return OTHER;
        }
        for (Name name : NAMES_BY_LENGTH[length]) {
            if (name.word.isAt(buffer, start)) {
                return name.known();
            }
        }
        return OTHER;
    }

    private static KnownField extension(DirectBuffer buffer, int start, int length) {
        if (length < 2 || (buffer.getByte(start + 1) != '-' && buffer.getByte(start + 1) != '_')) {
            return OTHER;
        }
        KnownField known = OTHER;
        for (Name name : EXTENSION_NAMES) {
            if (name.text().length() == length && startsWithFolded(buffer, start, name.text())) {
                known = name.known();
            }
        }
        if (known == OTHER) {
            if (length < X_FORWARDED.length() || !startsWithFolded(buffer, start, X_FORWARDED)) {
                return OTHER;
            }
            known = X_FORWARDED_OTHER;
        }
        return hasUnderscore(buffer, start, length) ? ALIAS : known;
    }

    /** Whether a range starts with {@code lowerCase} once {@code _} is read as {@code -}. */
    private static boolean startsWithFolded(DirectBuffer buffer, int start, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = buffer.getByte(start + i);
            if ((b == '_' ? '-' : Bytes.lower(b)) != lowerCase.charAt(i)) {
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
