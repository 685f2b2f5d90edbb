package io.tailrace.control.pem;

import io.tailrace.control.model.PemText;
import io.tailrace.core.tls.Authorities;
import java.util.List;

/**
 * Certificates in PEM to whom we trust.
 *
 * <p>Thread: any.
 */
public final class AuthorityReader {
    /**
     * Reads and checks. Whether their time is over is asked when they are needed.
     *
     * @throws UnusableException when there is nobody to trust
     */
    public Authorities read(PemText text) throws UnusableException {
        try {
            List<PemCertificates.Read> stated =
                    PemCertificates.read(
                            text,
                            Remark.Text.AUTHORITIES,
                            "put those of the authorities there, each from BEGIN to END"
                                    + " CERTIFICATE",
                            "leave out those of authorities that issue none of the certificates");
            return new Authorities(stated.stream().map(PemCertificates.Read::certificate).toList());
        } catch (RuntimeException e) {
            // The JDK's parsers read what anybody wrote; no text may stop the control thread.
            throw UnusableException.of(
                    Remark.Text.AUTHORITIES, "cannot be read", "copy the certificates anew");
        }
    }
}
