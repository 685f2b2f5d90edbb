package io.tailrace.core.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A certificate chain with the private key of its first certificate, checked by who made it. Equal
 * if they are the same chain.
 *
 * <p>Of most certificates nothing is asked but names and times, so chain and key are kept as they
 * are encoded, which takes a quarter of the memory, and read when somebody needs them.
 *
 * <p>Thread: any (immutable).
 */
public final class ServerCertificate implements Comparable<ServerCertificate> {
    /** In DER. */
    private final byte[][] chain;

    /** PKCS#8 in DER. */
    private final byte[] key;

    private final String keyAlgorithm;
    private final CertificateNames names;
    private final Instant begins;
    private final Instant ends;
    private final int hash;

    /**
     * @param chain the server's certificate first, then its issuers, without the root
     * @param key of the first certificate
     */
    public ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
        this(first(chain), encoded(chain), key.getEncoded());
    }

    /**
     * @param leaf the server's certificate
     * @param chain it, then its issuers, without the root, in DER; not to be changed afterwards
     * @param key that of the leaf, PKCS#8 in DER; not to be changed afterwards
     */
    public ServerCertificate(X509Certificate leaf, List<byte[]> chain, byte[] key) {
        this.chain = chain.toArray(byte[][]::new);
        this.key = key;
        this.keyAlgorithm = leaf.getPublicKey().getAlgorithm();
        this.begins = leaf.getNotBefore().toInstant();
        this.ends = leaf.getNotAfter().toInstant();
        this.hash = Arrays.hashCode(this.chain[0]);
        try {
            this.names = CertificateNames.of(leaf);
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("its alternative names: " + e.getMessage(), e);
        }
    }

    private static X509Certificate first(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        return chain.getFirst();
    }

    private static List<byte[]> encoded(List<X509Certificate> chain) {
        try {
            List<byte[]> encoded = new ArrayList<>(chain.size());
            for (X509Certificate certificate : chain) {
                encoded.add(certificate.getEncoded());
            }
            return encoded;
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("cannot be encoded", e);
        }
    }

    /** The hosts that it is for. */
    public CertificateNames names() {
        return names;
    }

    /** The first moment at which it is valid. */
    public Instant begins() {
        return begins;
    }

    /** The last moment at which it is valid. */
    public Instant ends() {
        return ends;
    }

    /** The server's certificate first. Read anew by each call. */
    public List<X509Certificate> chain() {
        try {
            return chain(CertificateFactory.getInstance("X.509"));
        } catch (CertificateException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    /** As objects of a provider. */
    List<X509Certificate> chain(CertificateFactory factory) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>(chain.length);
        for (byte[] encoded : chain) {
            certificates.add(
                    (X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(encoded)));
        }
        return certificates;
    }

    /** The key of the server's certificate. Read anew by each call. */
    public PrivateKey key() {
        try {
            return key(KeyFactory.getInstance(keyAlgorithm));
        } catch (GeneralSecurityException e) {
            // Without the cause: whatever it says, it says of a key.
            throw new IllegalStateException("the private key was read before");
        }
    }

    /** As an object of a provider. */
    PrivateKey key(KeyFactory factory) throws GeneralSecurityException {
        return factory.generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    /** As the JDK names it: {@code RSA}, {@code EC}, {@code EdDSA}. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ServerCertificate that
                        && hash == that.hash
                        && Arrays.deepEquals(chain, that.chain));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Whoever has certificates made can choose equal hashes: sets then go by this order. */
    @Override
    public int compareTo(ServerCertificate other) {
        int length = Math.min(chain.length, other.chain.length);
        for (int i = 0; i < length; i++) {
            int compared = Arrays.compare(chain[i], other.chain[i]);
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(chain.length, other.chain.length);
    }

    /** Whose it is; never the key. */
    @Override
    public String toString() {
        return chain().getFirst().getSubjectX500Principal().getName();
    }
}
