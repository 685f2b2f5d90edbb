package io.tailrace.core.tls;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * Names in certificates as text (RFC 2253). Who has had the certificate issued may have chosen
 * every character of it.
 *
 * <p>Thread: any (stateless).
 */
final class DistinguishedName {
    private static final String COMMON_NAME = "CN=";

    private DistinguishedName() {}

    /** In printable ASCII: all other bytes of its UTF-8 are written as in {@code \0D} (2.4). */
    static String text(X500Principal name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getName(X500Principal.RFC2253).getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append('\\').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return text.toString();
    }

    /**
     * The most specific common name, as it was before it was escaped; empty if there is none.
     *
     * <pre>
     *   CN=a\,b+UID=c,O=d,CN=e      the first one: a,b
     * </pre>
     */
    static String commonName(X500Principal name) {
        String text = name.getName(X500Principal.RFC2253);
        for (int at = 0; at < text.length(); at = end(text, at) + 1) {
            if (text.startsWith(COMMON_NAME, at)) {
                return unescaped(text, at + COMMON_NAME.length(), end(text, at));
            }
        }
        return "";
    }

    /** Where the pair of type and value that starts at {@code from} ends. */
    private static int end(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '+') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static String unescaped(String text, int from, int to) {
        StringBuilder plain = new StringBuilder();
        for (int at = from; at < to; at++) {
            if (text.charAt(at) != '\\') {
                plain.append(text.charAt(at));
            } else if (text.startsWith("00", ++at)) {
                plain.append('\0');
                at++;
            } else if (at < to) {
                plain.append(text.charAt(at));
            }
        }
        return plain.toString();
    }
}
