package io.tailrace.control.pem;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One block of a PEM text (RFC 7468), not decoded yet. Whatever stands before, between and behind
 * the blocks is passed over, as OpenSSL does: {@code openssl x509 -text} writes for people there.
 *
 * <p>Thread: any (immutable).
 */
final class PemBlock {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final String DASHES = "-----";

    private final String label;
    private final boolean encrypted;
    private final String base64;

    private PemBlock(String label, boolean encrypted, String base64) {
        this.label = label;
        this.encrypted = encrypted;
        this.base64 = base64;
    }

    /** The complete blocks of a text; one that another interrupts, or the end, does not count. */
    static List<PemBlock> all(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        String label = null;
        boolean encrypted = false;
        StringBuilder base64 = new StringBuilder();
        for (String line : (Iterable<String>) text.lines().map(String::strip)::iterator) {
            String begun = line.startsWith(DASHES) ? label(line) : null;
            if (begun != null) {
                label = begun;
                encrypted = false;
                base64.setLength(0);
            } else if (label != null && line.equals("-----END " + label + DASHES)) {
                blocks.add(new PemBlock(label, encrypted, base64.toString()));
                label = null;
            } else if (label != null && line.indexOf(':') >= 0) {
                // A header of RFC 1421, which OpenSSL's own formats have.
                encrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
            } else if (label != null) {
                base64.append(line);
            }
        }
        return blocks;
    }

    private static @Nullable String label(String line) {
        Matcher begin = BEGIN.matcher(line);
        return begin.matches() ? begin.group(1) : null;
    }

    String label() {
        return label;
    }

    /** By a header of its own; PKCS#8 says it by its label. */
    boolean encrypted() {
        return encrypted;
    }

    /**
     * What is encoded.
     *
     * @throws IllegalArgumentException when it is not base64
     */
    byte[] content() {
        return Base64.getDecoder().decode(base64);
    }

    /** The label alone: the content may be a key. */
    @Override
    public String toString() {
        return label;
    }
}
