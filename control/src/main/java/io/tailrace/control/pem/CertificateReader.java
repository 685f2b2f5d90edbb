package io.tailrace.control.pem;

import io.tailrace.control.model.PemText;
import io.tailrace.core.tls.ServerCertificate;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Certificates and a private key in PEM to a certificate that can be served.
 *
 * <p>Thread: any.
 */
public final class CertificateReader {
    private static final int MIN_RSA_BITS = 2048;

    /** A handshake with a longer key holds up everybody else on its core for too long. */
    private static final int MAX_RSA_BITS = 4096;

    /** More than any public authority's; all of it goes into each handshake. */
    private static final int MAX_CHAIN = 10;

    /** P-256, P-384, P-521, as DER encodes the content of their identifiers (RFC 5480 2.1.1.1). */
    private static final Set<String> CURVES =
            Set.of("2a8648ce3d030107", "2b81040022", "2b81040023");

    /**
     * Reads and checks. Whether a time or a host fits is not asked.
     *
     * @throws UnusableException when there is nothing to serve
     */
    public Reading read(PemText certificates, PemText privateKey) throws UnusableException {
        try {
            return readAll(certificates, privateKey);
        } catch (RuntimeException e) {
            // The JDK's parsers read what anybody wrote; no text may stop the control thread.
            throw UnusableException.certificates("cannot be read", "have it issued anew");
        }
    }

    private Reading readAll(PemText certificates, PemText privateKey) throws UnusableException {
        List<PemCertificates.Read> read =
                PemCertificates.read(
                        certificates,
                        Remark.Text.CERTIFICATES,
                        "put the server's there, then its issuers, each from BEGIN to END"
                                + " CERTIFICATE",
                        "leave out those that clients do not need");
        List<X509Certificate> stated =
                read.stream().map(PemCertificates.Read::certificate).toList();
        ReadKey key = key(privateKey);
        X509Certificate leaf = leaf(stated, key);
        check(leaf.getPublicKey());
        checkNames(leaf);
        Chain chain = Chain.of(leaf, stated);
        if (chain.certificates().size() > MAX_CHAIN) {
            throw UnusableException.certificates(
                    "the chain has more than " + MAX_CHAIN + " certificates",
                    "leave out those that clients do not need");
        }
        return new Reading(
                new ServerCertificate(leaf, encoded(chain, read), key.encoded()), remarks(chain));
    }

    /** As they were stated, so that they are in memory once. */
    private static List<byte[]> encoded(Chain chain, List<PemCertificates.Read> read) {
        Map<X509Certificate, byte[]> encoded = new HashMap<>();
        read.forEach(one -> encoded.putIfAbsent(one.certificate(), one.block().content()));
        return chain.certificates().stream()
                .map(certificate -> Objects.requireNonNull(encoded.get(certificate)))
                .toList();
    }

    private static ReadKey key(PemText privateKey) throws UnusableException {
        try {
            return KeyReader.read(privateKey);
        } catch (RuntimeException e) {
            // As above, and without the cause: whatever it says, it says of a key.
            throw UnusableException.key("the private key cannot be read", "make another one");
        }
    }

    private static X509Certificate leaf(List<X509Certificate> stated, ReadKey key)
            throws UnusableException {
        for (X509Certificate certificate : stated) {
            if (key.isOf(certificate.getPublicKey())) {
                return certificate;
            }
        }
        throw UnusableException.key(
                "the private key is not that of the certificate",
                "put the two there that were made together");
    }

    private static void check(PublicKey key) throws UnusableException {
        switch (key) {
            case RSAPublicKey rsa -> checkRsa(rsa.getModulus().bitLength());
            case ECPublicKey ec -> checkCurve(ec);
            case EdECPublicKey _ -> {} // its private key was read as one of Ed25519
            default ->
                    throw UnusableException.certificates(
                            "has neither a key of RSA nor of EC nor of Ed25519",
                            "use a key of RSA, of EC P-256 or of Ed25519");
        }
    }

    private static void checkCurve(ECPublicKey key) throws UnusableException {
        Der algorithm = new Der(key.getEncoded()).open(Der.SEQUENCE).open(Der.SEQUENCE);
        algorithm.take(Der.OBJECT_IDENTIFIER);
        byte[] curve = algorithm.take(Der.OBJECT_IDENTIFIER);
        if (!CURVES.contains(HexFormat.of().formatHex(curve))) {
            throw UnusableException.certificates(
                    "the curve of its key is none of P-256, P-384 and P-521",
                    "use a key of EC P-256");
        }
    }

    private static void checkRsa(int bits) throws UnusableException {
        if (bits < MIN_RSA_BITS) {
            throw UnusableException.certificates(
                    "its RSA key has " + bits + " bits, which can be broken",
                    "use one of " + MIN_RSA_BITS + " bits, or of EC P-256");
        }
        if (bits > MAX_RSA_BITS) {
            throw UnusableException.certificates(
                    "its RSA key has " + bits + " bits, with which each handshake takes too long",
                    "use one of up to " + MAX_RSA_BITS + " bits, or of EC P-256");
        }
    }

    private static void checkNames(X509Certificate leaf) throws UnusableException {
        try {
            leaf.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            throw UnusableException.certificates(
                    "the names in the certificate cannot be read", "have it issued anew");
        }
    }

    private static List<Remark> remarks(Chain chain) {
        List<Remark> remarks = new ArrayList<>();
        if (chain.reordered()) {
            remarks.add(
                    new Remark(
                            Remark.Text.CERTIFICATES,
                            "the certificates are out of order",
                            "put the server's first, then each behind the one it has issued; sent"
                                    + " in that order"));
        }
        if (chain.strangers() > 0) {
            remarks.add(
                    new Remark(
                            Remark.Text.CERTIFICATES,
                            "of the certificates, "
                                    + chain.strangers()
                                    + " did not issue any other of them",
                            "remove what does not belong there; not sent"));
        }
        return remarks;
    }
}
