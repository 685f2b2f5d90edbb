package io.tailrace.control.model;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One block of a PEM text (RFC 7468), of which only the encoding is undone. Equal by content.
 *
 * <p>Thread: any (immutable).
 */
public final class PemBlock {
    private final String label;
    private final boolean encrypted;

    /** Null: it was not base64. */
    private final byte @Nullable [] content;

    private PemBlock(String label, boolean encrypted, byte @Nullable [] content) {
        this.label = label;
        this.encrypted = encrypted;
        this.content = content;
    }

    static PemBlock of(String label, boolean encrypted, String base64) {
        return new PemBlock(label.intern(), encrypted, decode(base64));
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    public String label() {
        return label;
    }

    /** By a header of its own; PKCS#8 says it by its label. */
    public boolean encrypted() {
        return encrypted;
    }

    /**
     * What is encoded. Not to be changed.
     *
     * @throws IllegalArgumentException when it is not base64
     */
    public byte[] content() {
        if (content == null) {
            throw new IllegalArgumentException("is not base64");
        }
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PemBlock that
                && label.equals(that.label)
                && encrypted == that.encrypted
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + Arrays.hashCode(content);
    }

    /** The label alone: the content may be a key. */
    @Override
    public String toString() {
        return label;
    }
}
