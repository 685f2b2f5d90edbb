package io.tailrace.core.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate chain with the private key of its first certificate, checked by who made it. Equal
 * if they are the same chain.
 *
 * <p>Thread: any (immutable).
 */
public final class ServerCertificate {
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final CertificateNames names;

    /**
     * @param chain the server's certificate first, then its issuers, without the root
     * @param key of the first certificate
     */
    public ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        this.chain = List.copyOf(chain);
        this.key = key;
        try {
            this.names = CertificateNames.of(chain.getFirst());
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("its alternative names: " + e.getMessage(), e);
        }
    }

    /** The hosts that it is for. */
    public CertificateNames names() {
        return names;
    }

    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey key() {
        return key;
    }

    /** As the JDK names it: {@code RSA}, {@code EC}, {@code EdDSA}. */
    public String keyAlgorithm() {
        return chain.getFirst().getPublicKey().getAlgorithm();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerCertificate that && chain.equals(that.chain);
    }

    @Override
    public int hashCode() {
        return chain.getFirst().hashCode();
    }

    /** Whose it is; never the key. */
    @Override
    public String toString() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }
}
