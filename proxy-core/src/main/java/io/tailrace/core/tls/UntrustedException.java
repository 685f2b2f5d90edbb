package io.tailrace.core.tls;

import java.security.cert.CertificateException;

/**
 * A pod showed a certificate that does not count.
 *
 * <p>Thread: any.
 */
public final class UntrustedException extends CertificateException {
    private static final long serialVersionUID = 1;

    UntrustedException(String reason) {
        super(reason);
    }
}
