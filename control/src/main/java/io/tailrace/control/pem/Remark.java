package io.tailrace.control.pem;

/**
 * What is wrong with a text: why, and what mends it.
 *
 * <p>Thread: any (immutable).
 *
 * @param of which text
 */
public record Remark(Text of, String reason, String remedy) {

    /**
     * The two texts that a certificate is made of.
     *
     * <p>Thread: any (immutable).
     */
    public enum Text {
        CERTIFICATES,
        PRIVATE_KEY
    }
}
