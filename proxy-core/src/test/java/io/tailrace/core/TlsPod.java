package io.tailrace.core;

import io.tailrace.core.tls.ServerCertificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Pods that speak TLS by the JDK's engine, with one certificate. All of them resume each other's
 * sessions.
 *
 * <p>Thread: the test's.
 */
final class TlsPod {
    private final ServerCertificate certificate;
    private final SSLContext context;

    TlsPod(ServerCertificate certificate) {
        this.certificate = certificate;
        try {
            this.context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new Key()},
                    new TrustManager[] {TlsClient.trustAll()},
                    new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The pod's end of the next connection that the core dials. */
    TlsClient accept(CoreRig rig, boolean wantsCertificate, String... versions) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(wantsCertificate);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        parameters.setSNIMatchers(List.of(new AnyName()));
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        engine.setSSLParameters(parameters);
        return new TlsClient(rig, rig.pod(), engine);
    }

    /** The name that a connection asked for; null if it asked for none. */
    static @Nullable String nameOf(TlsClient pod) {
        List<SNIServerName> names =
                ((ExtendedSSLSession) pod.engine.getSession()).getRequestedServerNames();
        return names.isEmpty() ? null : ((SNIHostName) names.getFirst()).getAsciiName();
    }

    private static final class AnyName extends SNIMatcher {
        AnyName() {
            super(0);
        }

        @Override
        public boolean matches(SNIServerName name) {
            return true;
        }
    }

    private final class Key extends X509ExtendedKeyManager {
        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return Set.of(keyType).contains(certificate.keyAlgorithm()) ? "pod" : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return certificate.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificate.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
