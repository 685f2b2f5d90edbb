package io.tailrace.core.tls;

import io.tailrace.core.tls.Authorities.Purpose;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges what pods show: by the authorities and the name of one cluster, or not at all.
 *
 * <p>Thread: any (immutable).
 */
final class PodTrust extends X509ExtendedTrustManager {
    /** Of the names that somebody has put into a certificate. */
    private static final int TOLD = 3;

    private final UpstreamTls tls;
    private final InstantSource calendar;

    PodTrust(UpstreamTls tls, InstantSource calendar) {
        this.tls = tls;
        this.calendar = calendar;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        Authorities authorities = tls.authorities();
        if (!tls.stated().verified()) {
            return;
        }
        if (authorities == null || chain.length == 0) {
            throw new UntrustedException("there is nothing to verify it by");
        }
        String why =
                authorities.check(
                        List.of(chain), Purpose.SERVER, tls.stated().depth(), calendar.instant());
        if (why != null) {
            throw new UntrustedException(why);
        }
        CertificateNames names = names(chain[0]);
        if (!names.covers(tls.stated().name())) {
            throw new UntrustedException(
                    "the certificate is not for "
                            + tls.stated().name()
                            + ", but for "
                            + names.all().subList(0, Math.min(TOLD, names.all().size())));
        }
    }

    private static CertificateNames names(X509Certificate leaf) throws UntrustedException {
        try {
            return CertificateNames.of(leaf);
        } catch (CertificateParsingException e) {
            throw new UntrustedException("the names of the certificate cannot be read");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("connections are made by engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("connections are made by engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("pods accept, they do not connect");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("pods accept, they do not connect");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("pods accept, they do not connect");
    }

    /** What clients would be told to choose a certificate by. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
