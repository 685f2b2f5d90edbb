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
     */
    List<X509Certificate> read(String text, Remark.Text of, String remedy)
            throws UnusableException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : PemBlock.all(text)) {
            if (LABELS.contains(block.label())) {
                try {
                    certificates.add(certificate(block.content()));
                } catch (CertificateException | IllegalArgumentException e) {
                    throw UnusableException.of(
                            of,
                            "certificate " + (certificates.size() + 1) + " is damaged",
                            "copy it whole");
                }
            }
        }
        if (certificates.isEmpty()) {
            throw UnusableException.of(of, "holds no certificate in PEM", remedy);
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] encoded) throws CertificateException {
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
    }
}
