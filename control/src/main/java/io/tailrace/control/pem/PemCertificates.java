package io.tailrace.control.pem;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The certificates of a text in PEM, in its order.
 *
 * <p>Thread: any, one at a time.
 */
final class PemCertificates {
    /**
     * All names of authorities go into each handshake with a client, and certificates are put into
     * order at a cost of the square of their number.
     */
    private static final int MOST = 100;

    private static final Set<String> LABELS = Set.of("CERTIFICATE", "X509 CERTIFICATE");

    private final CertificateFactory factory;

    PemCertificates() {
        try {
            this.factory = CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("no X.509 in this Java", e);
        }
    }

    /**
     * Reads one or more.
     *
     * @param of which text this is
     * @param remedy for a text that holds none
     * @param remedyOfMany for a text that holds too many
     */
    List<X509Certificate> read(String text, Remark.Text of, String remedy, String remedyOfMany)
            throws UnusableException {
        List<PemBlock> blocks = new ArrayList<>();
        for (PemBlock block : PemBlock.all(text)) {
            if (LABELS.contains(block.label())) {
                blocks.add(block);
            }
        }
        if (blocks.isEmpty()) {
            throw UnusableException.of(of, "holds no certificate in PEM", remedy);
        }
        if (blocks.size() > MOST) {
            throw UnusableException.of(of, "has more than " + MOST + " certificates", remedyOfMany);
        }
        List<X509Certificate> certificates = new ArrayList<>(blocks.size());
        for (PemBlock block : blocks) {
            try {
                certificates.add(certificate(block.content()));
            } catch (CertificateException | IllegalArgumentException e) {
                throw UnusableException.of(
                        of,
                        "certificate " + (certificates.size() + 1) + " is damaged",
                        "copy it whole");
            }
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] encoded) throws CertificateException {
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
    }
}
