package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.Secret;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.SecretModel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secret ({@code v1}) to {@link SecretModel}. Its messages never quote a value.
 *
 * <p>Thread: any (stateless).
 */
final class SecretReader {
    private static final String CERTIFICATES = "tls.crt";
    private static final String PRIVATE_KEY = "tls.key";
    private static final String AUTHORITIES = "ca.crt";
    private static final String OPAQUE = "Opaque";

    /** As large as a whole object can be in a cluster. */
    private static final int LONGEST = 1 << 20;

    /** What YAML leaves of a value that was folded over several lines. */
    private static final Pattern SPACE = Pattern.compile("[ \t\r\n]+");

    private SecretReader() {}

    static SecretModel read(Secret secret) throws UnreadableException {
        String stated = Fields.text(secret.getType());
        String type = stated.isEmpty() ? OPAQUE : stated;
        SecretModel empty =
                new SecretModel(Fields.key(Kind.SECRET, secret.getMetadata()), type, "", "", "");
        return empty.isOfUse()
                ? new SecretModel(
                        empty.key(),
                        type,
                        text(secret, CERTIFICATES),
                        text(secret, PRIVATE_KEY),
                        text(secret, AUTHORITIES))
                : empty;
    }

    /** {@code stringData} is what a writer meant last: it replaces {@code data}. */
    private static String text(Secret secret, String name) throws UnreadableException {
        String plain = entry(secret.getStringData(), name);
        if (plain != null) {
            return bounded(plain, "stringData." + name);
        }
        String encoded = Fields.text(entry(secret.getData(), name));
        String place = "data." + name;
        bounded(encoded, place);
        try {
            return decode(encoded);
        } catch (IllegalArgumentException e) {
            return folded(encoded, place);
        }
    }

    private static String folded(String encoded, String place) throws UnreadableException {
        try {
            return decode(SPACE.matcher(encoded).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(
                    place, "is not base64; put it there encoded, or plain under stringData");
        }
    }

    /** Byte for byte: what matters of it is ASCII. */
    private static String decode(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String entry(@Nullable Map<String, String> entries, String name) {
        return entries == null ? null : entries.get(name);
    }

    private static String bounded(String value, String place) throws UnreadableException {
        if (value.length() > LONGEST) {
            throw new UnreadableException(place, "is longer than 1 MiB");
        }
        return value;
    }
}
