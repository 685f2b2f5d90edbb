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
     * The texts of a Secret that are read.
     *
     * <p>Thread: any (immutable).
     */
    public enum Text {
        CERTIFICATES("tls.crt"),
        PRIVATE_KEY("tls.key"),
        AUTHORITIES("ca.crt");

        private final String entry;

        Text(String entry) {
            this.entry = entry;
        }

        /** Its name in the Secret. */
        public String entry() {
            return entry;
        }
    }
}
