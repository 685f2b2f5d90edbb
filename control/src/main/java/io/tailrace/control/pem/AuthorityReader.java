package io.tailrace.control.pem;

import io.tailrace.core.tls.Authorities;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Certificates in PEM to whom we trust.
 *
 * <p>Thread: any, one at a time.
 */
public final class AuthorityReader {
    private final PemCertificates certificates = new PemCertificates();

    /**
     * Reads and checks. Whether their time is over is asked when they are needed.
     *
     * @throws UnusableException when there is nobody to trust
     */
    public Authorities read(String text) throws UnusableException {
        try {
            List<X509Certificate> stated =
                    certificates.read(
                            text,
                            Remark.Text.AUTHORITIES,
                            "put those of the authorities there, each from BEGIN to END"
                                    + " CERTIFICATE",
                            "leave out those of authorities that issue none of the certificates");
            return new Authorities(stated);
        } catch (RuntimeException e) {
            // The JDK's parsers read what anybody wrote; no text may stop the control thread.
            throw UnusableException.of(
                    Remark.Text.AUTHORITIES, "cannot be read", "copy the certificates anew");
        }
    }
}
