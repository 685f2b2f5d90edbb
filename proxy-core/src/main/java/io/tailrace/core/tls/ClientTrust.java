package io.tailrace.core.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets every client finish its handshake: it has proved that the key of its certificate is its own,
 * and what the certificate is worth is asked for each request, so that the answer can be read.
 *
 * <p>Thread: any (immutable).
 */
final class ClientTrust extends X509ExtendedTrustManager {
    private final X509Certificate[] authorities;

    /**
     * @param authorities whose names help a client to choose its certificate
     */
    ClientTrust(@Nullable Authorities authorities) {
        this.authorities =
                authorities == null
                        ? new X509Certificate[0]
                        : authorities.certificates().toArray(X509Certificate[]::new);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

    @Override
    public void checkClientTrusted(
            X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("judges clients only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }
}
