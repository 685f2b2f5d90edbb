package io.tailrace.core.config;

/**
 * How TLS is spoken with clients.
 *
 * <p>Thread: any (immutable).
 *
 * @param profile which versions and ciphers
 * @param provider who does the work
 * @param strictSni whether clients that ask for a name without a certificate, or for none, are
 *     refused
 */
public record TlsSettings(Profile profile, Provider provider, boolean strictSni) {
    /** Mozilla's "Server Side TLS" recommendations, version 5.7. */
    public enum Profile {
        /** TLS 1.2 and 1.3. */
        INTERMEDIATE,
        /** TLS 1.3 only. */
        MODERN
    }

    /** An implementation of JSSE. */
    public enum Provider {
        /** BoringSSL; where it has no code for the machine, the JDK's. */
        CONSCRYPT,
        JDK
    }

    public static TlsSettings defaults() {
        return new TlsSettings(Profile.INTERMEDIATE, Provider.CONSCRYPT, false);
    }
}
