package io.tailrace.core.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate chain with the private key of its first certificate, checked by who made it. Equal
 * if they are the same chain.
 *
 * <p>Thread: any (immutable).
 */
public final class ServerCertificate {
    /** The kind of an alternative name (RFC 5280 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<String> names;

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
        this.names = names(chain.getFirst());
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (Integer.valueOf(DNS_NAME).equals(name.get(0))) {
                    names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("its alternative names: " + e.getMessage(), e);
        }
        return List.copyOf(names);
    }

    /**
     * Whether the certificate is for this host (RFC 6125 6.4): one of its names, or covered by one
     * whose first label is an asterisk.
     *
     * @param host lower-case
     */
    public boolean covers(String host) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
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
