package io.tailrace.control.pem;

import io.tailrace.control.model.PemBlock;
import io.tailrace.control.model.PemText;
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
 * <p>Thread: any (stateless).
 */
final class PemCertificates {
    /**
     * All names of authorities go into each handshake with a client, and certificates are put into
     * order at a cost of the square of their number.
     */
    private static final int MOST = 100;

    private static final Set<String> LABELS = Set.of("CERTIFICATE", "X509 CERTIFICATE");

    /** A certificate, and what it was read from. */
    record Read(X509Certificate certificate, PemBlock block) {}

    private PemCertificates() {}

    /**
     * Reads one or more.
     *
     * @param of which text this is
     * @param remedy for a text that holds none
     * @param remedyOfMany for a text that holds too many
     */
    static List<Read> read(PemText text, Remark.Text of, String remedy, String remedyOfMany)
            throws UnusableException {
        List<PemBlock> blocks = new ArrayList<>();
        for (PemBlock block : text.blocks()) {
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
        List<Read> certificates = new ArrayList<>(blocks.size());
        CertificateFactory factory = factory();
        for (PemBlock block : blocks) {
            try {
                certificates.add(read(factory, block));
            } catch (CertificateException | IllegalArgumentException e) {
                throw UnusableException.of(
                        of,
                        "certificate " + (certificates.size() + 1) + " is damaged",
                        "copy it whole");
            }
        }
        return certificates;
    }

    private static Read read(CertificateFactory factory, PemBlock block)
            throws CertificateException {
        return new Read(
                (X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(block.content())),
                block);
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("no X.509 in this Java", e);
        }
    }
}
