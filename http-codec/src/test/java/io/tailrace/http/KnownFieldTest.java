package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Locale;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class KnownFieldTest {
    private static final Map<String, KnownField> NAMES =
            Map.ofEntries(
                    Map.entry("Host", KnownField.HOST),
                    Map.entry("Content-Length", KnownField.CONTENT_LENGTH),
                    Map.entry("Transfer-Encoding", KnownField.TRANSFER_ENCODING),
                    Map.entry("Connection", KnownField.CONNECTION),
                    Map.entry("Expect", KnownField.EXPECT),
                    Map.entry("Upgrade", KnownField.UPGRADE),
                    Map.entry("TE", KnownField.TE),
                    Map.entry("Keep-Alive", KnownField.KEEP_ALIVE),
                    Map.entry("Proxy", KnownField.PROXY),
                    Map.entry("Proxy-Connection", KnownField.PROXY_CONNECTION),
                    Map.entry("Proxy-Authenticate", KnownField.PROXY_AUTHENTICATE),
                    Map.entry("Proxy-Authorization", KnownField.PROXY_AUTHORIZATION),
                    Map.entry("Forwarded", KnownField.FORWARDED),
                    Map.entry("X-Forwarded-For", KnownField.X_FORWARDED_FOR),
                    Map.entry("X-Forwarded-Host", KnownField.X_FORWARDED_HOST),
                    Map.entry("X-Forwarded-Port", KnownField.X_FORWARDED_PORT),
                    Map.entry("X-Forwarded-Proto", KnownField.X_FORWARDED_PROTO),
                    Map.entry("X-Original-URL", KnownField.X_ORIGINAL_URL),
                    Map.entry("X-Real-IP", KnownField.X_REAL_IP),
                    Map.entry("X-Request-ID", KnownField.X_REQUEST_ID),
                    Map.entry("ssl-client-verify", KnownField.SSL_CLIENT),
                    Map.entry("ssl-client-subject-dn", KnownField.SSL_CLIENT),
                    Map.entry("ssl-client-issuer-dn", KnownField.SSL_CLIENT),
                    Map.entry("ssl-client-cert", KnownField.SSL_CLIENT),
                    Map.entry("Strict-Transport-Security", KnownField.STRICT_TRANSPORT_SECURITY),
                    Map.entry("Date", KnownField.DATE),
                    Map.entry("Server", KnownField.SERVER),
                    Map.entry("Authorization", KnownField.HEAD_ONLY),
                    Map.entry("WWW-Authenticate", KnownField.HEAD_ONLY),
                    Map.entry("Cookie", KnownField.HEAD_ONLY),
                    Map.entry("Set-Cookie", KnownField.HEAD_ONLY),
                    Map.entry("Trailer", KnownField.HEAD_ONLY));
    private static final String TOKEN =
            "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static KnownField of(String name) {
        return KnownField.of(new UnsafeBuffer(Bytes.ascii("<" + name + ">")), 1, name.length());
    }

    /** What a slow reader makes of a name. */
    private static KnownField naive(String name) {
        for (Map.Entry<String, KnownField> entry : NAMES.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getValue();
            }
        }
        String folded = name.toLowerCase(Locale.ROOT).replace('_', '-');
        if (folded.startsWith("ssl-client-")) {
            return KnownField.SSL_CLIENT;
        }
        boolean ours =
                folded.startsWith("x-forwarded-")
                        || folded.equals("x-real-ip")
                        || folded.equals("x-request-id")
                        || folded.equals("x-original-url");
        if (!ours) {
            return KnownField.OTHER;
        }
        return name.contains("_") ? KnownField.ALIAS : KnownField.X_FORWARDED_OTHER;
    }

    @Test
    void shouldBeKnownWhenNamedInAnyCase() {
        for (Map.Entry<String, KnownField> entry : NAMES.entrySet()) {
            assertSame(entry.getValue(), of(entry.getKey()));
            assertSame(entry.getValue(), of(entry.getKey().toLowerCase(Locale.ROOT)));
            assertSame(entry.getValue(), of(entry.getKey().toUpperCase(Locale.ROOT)));
        }
    }

    @Test
    void shouldBeAsSlowReaderSaysWhenOneCharacterDiffers() {
        for (String name : NAMES.keySet()) {
            for (int i = 0; i < name.length(); i++) {
                for (int t = 0; t < TOKEN.length(); t++) {
                    char c = TOKEN.charAt(t);
                    String changed = name.substring(0, i) + c + name.substring(i + 1);
                    assertEquals(naive(changed), of(changed), changed);
                    String longer = name.substring(0, i) + c + name.substring(i);
                    assertEquals(naive(longer), of(longer), longer);
                }
                String shorter = name.substring(0, i) + name.substring(i + 1);
                assertEquals(naive(shorter), of(shorter), shorter);
            }
        }
    }

    @Test
    void shouldBeOtherWhenLong() {
        for (int length = 1; length < 600; length++) {
            assertSame(KnownField.OTHER, of("a".repeat(length)));
            assertSame(KnownField.OTHER, of("x".repeat(length)));
        }
        assertSame(KnownField.X_FORWARDED_OTHER, of("X-Forwarded-" + "a".repeat(500)));
    }
}
