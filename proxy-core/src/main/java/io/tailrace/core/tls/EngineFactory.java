package io.tailrace.core.tls;

import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import java.lang.System.Logger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * Makes contexts and engines of the chosen provider, with the versions and ciphers of the chosen
 * profile.
 *
 * <p>Thread: any (immutable).
 */
public final class EngineFactory {
    private static final Logger LOG = System.getLogger(EngineFactory.class.getName());
    static final String[] PROTOCOLS = {"http/1.1"};

    /** Those of TLS 1.3, and those of 1.2, which count where that is spoken. */
    static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private static final String[] MODERN_VERSIONS = {"TLSv1.3"};
    static final String[] INTERMEDIATE_VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** Null: the JDK's. */
    private final @Nullable Provider provider;

    private final Profile profile;

    public EngineFactory(TlsSettings settings) {
        this.profile = settings.profile();
        this.provider = settings.provider() == TlsSettings.Provider.CONSCRYPT ? conscrypt() : null;
    }

    private static @Nullable Provider conscrypt() {
        try {
            Conscrypt.checkAvailability();
            return Conscrypt.newProviderBuilder().provideTrustManager(false).build();
        } catch (UnsatisfiedLinkError e) {
            LOG.log(
                    Logger.Level.WARNING,
                    "Conscrypt has no native code for this machine: TLS by the JDK, which costs"
                            + " more CPU ("
                            + e.getMessage()
                            + ")");
            return null;
        }
    }

    /** As {@link #context(ServerCertificate, ClientAuth)}, for clients that are not asked. */
    public SSLContext context(ServerCertificate certificate) throws GeneralSecurityException {
        return context(certificate, null);
    }

    /**
     * A context that presents this certificate; its sessions are resumed by its engines only.
     *
     * @param asked why clients are asked for theirs; null if they are not
     * @throws GeneralSecurityException when the provider cannot use the certificate
     */
    public SSLContext context(ServerCertificate certificate, @Nullable ClientAuth asked)
            throws GeneralSecurityException {
        SSLContext context =
                trusting(
                        asked == null
                                ? new TrustManager[0]
                                : new TrustManager[] {new ClientTrust(asked.authorities())},
                        certificate);
        // What a provider refuses it should refuse now, not at the first client.
        engine(context, asked != null);
        return context;
    }

    /**
     * A context of either side.
     *
     * @param trust judges the peer; none: it is not judged
     * @param certificate null: there is none to present
     */
    SSLContext trusting(TrustManager[] trust, @Nullable ServerCertificate certificate)
            throws GeneralSecurityException {
        // Conscrypt does not sign with Edwards curves.
        boolean edwards = certificate != null && certificate.keyAlgorithm().equals(OneKey.EDWARDS);
        Provider chosen = edwards ? null : provider;
        SSLContext context =
                chosen == null
                        ? SSLContext.getInstance("TLS")
                        : SSLContext.getInstance("TLS", chosen);
        KeyManager[] keys =
                certificate == null
                        ? new KeyManager[0]
                        : new KeyManager[] {
                            chosen == null ? plain(certificate) : ofProvider(certificate, chosen)
                        };
        context.init(keys, trust, new SecureRandom());
        return context;
    }

    private static OneKey plain(ServerCertificate certificate) {
        return new OneKey(certificate.chain().toArray(X509Certificate[]::new), certificate.key());
    }

    /** As objects of the provider, which it would make for each handshake otherwise. */
    private static OneKey ofProvider(ServerCertificate certificate, Provider provider)
            throws GeneralSecurityException {
        X509Certificate[] chain =
                certificate
                        .chain(CertificateFactory.getInstance("X.509", provider))
                        .toArray(X509Certificate[]::new);
        PrivateKey key =
                certificate.key(KeyFactory.getInstance(certificate.keyAlgorithm(), provider));
        return new OneKey(chain, key);
    }

    /** An engine of our side, for one connection whose client is asked for nothing. */
    public SSLEngine engine(SSLContext context) {
        return engine(context, false);
    }

    /**
     * An engine of our side, for one connection.
     *
     * @param asks whether the client is asked for a certificate
     */
    public SSLEngine engine(SSLContext context, boolean asks) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        if (Conscrypt.isConscrypt(engine)) {
            // Off by default, and with it resumption in TLS 1.3.
            Conscrypt.setUseSessionTickets(engine, true);
        }
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(
                profile == Profile.MODERN ? MODERN_VERSIONS : INTERMEDIATE_VERSIONS);
        parameters.setCipherSuites(CIPHERS);
        parameters.setUseCipherSuitesOrder(false);
        parameters.setApplicationProtocols(PROTOCOLS);
        parameters.setWantClientAuth(asks);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
