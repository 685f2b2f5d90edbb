package io.tailrace.core;

import io.tailrace.core.tls.ServerCertificate;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS client, or pod, of the JDK at the other end of a scripted wire; it trusts everybody.
 *
 * <p>Thread: the test's.
 */
final class TlsClient {
    private final CoreRig rig;
    final ScriptedWire wire;
    final SSLEngine engine;
    private ByteBuffer sealed = ByteBuffer.allocate(1 << 20).flip();
    private final ByteBuffer plain = ByteBuffer.allocate(1 << 20);
    private boolean closeNotify;

    TlsClient(CoreRig rig, ScriptedWire wire, SSLEngine engine) {
        this.rig = rig;
        this.wire = wire;
        this.engine = engine;
    }

    static SSLContext newContext() {
        return newContext(null);
    }

    /**
     * @param own what it shows when it is asked; null: nothing
     */
    static SSLContext newContext(@Nullable ServerCertificate own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own == null ? null : new KeyManager[] {new Own(own)},
                    new TrustManager[] {trustAll()},
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static TrustManager trustAll() {
        return new TrustAll();
    }

    /**
     * An engine that asks for this name.
     *
     * @param name null for none
     */
    static SSLEngine engine(SSLContext context, @Nullable String name, String... versions) {
        SSLEngine engine =
                name == null ? context.createSSLEngine() : context.createSSLEngine(name, 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    static TlsClient connect(CoreRig rig, @Nullable String name, String... versions) {
        return new TlsClient(
                rig,
                rig.connect("192.0.2.7", io.tailrace.core.config.ProxyProtocol.OFF, true),
                engine(newContext(), name, versions));
    }

    /** Shakes hands. */
    TlsClient open() throws SSLException {
        engine.beginHandshake();
        for (int i = 0; i < 1000; i++) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> send(new byte[0]);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    rig.turn();
                    pull();
                }
                case NEED_TASK -> runTasks();
                case FINISHED, NOT_HANDSHAKING -> {
                    rig.turn();
                    pull();
                    return this;
                }
            }
        }
        throw new AssertionError("no end of the handshake: " + engine.getHandshakeStatus());
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Seals and sends. */
    void send(byte[] bytes) throws SSLException {
        wire.sends(seal(bytes));
    }

    void send(String text) throws SSLException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] seal(byte[] bytes) throws SSLException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        ByteBuffer out = ByteBuffer.allocate(bytes.length * 2 + (1 << 16));
        do {
            engine.wrap(source, out);
            runTasks();
        } while (source.hasRemaining() || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        byte[] result = new byte[out.flip().remaining()];
        out.get(result);
        return result;
    }

    /** Sends the alert of what went wrong. */
    void sendAlert() throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] result = new byte[out.flip().remaining()];
        out.get(result);
        wire.sends(result);
    }

    /** Says that it sends nothing more. */
    void sendCloseNotify() throws SSLException {
        engine.closeOutbound();
        sendAlert();
    }

    /** Opens what has come. */
    private void pull() throws SSLException {
        byte[] come = wire.received().getBytes(StandardCharsets.ISO_8859_1);
        sealed.compact().put(come).flip();
        while (true) {
            SSLEngineResult result = engine.unwrap(sealed, plain);
            runTasks();
            closeNotify |= result.getStatus() == Status.CLOSED;
            if (result.getStatus() != Status.OK
                    || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    || (result.bytesConsumed() == 0 && result.bytesProduced() == 0)) {
                return;
            }
        }
    }

    /** What the proxy has sent since the last call. */
    String received() throws SSLException {
        pull();
        String text = new String(plain.array(), 0, plain.position(), StandardCharsets.ISO_8859_1);
        plain.clear();
        return text;
    }

    boolean hasCloseNotify() throws SSLException {
        pull();
        return closeNotify;
    }

    /** When its session was made: equal to that of another one where it was resumed. */
    long created() {
        return engine.getSession().getCreationTime();
    }

    /** What is made from now on has another time of creation. */
    void awaitNextMillisecond() {
        while (System.currentTimeMillis() <= created()) {
            Thread.onSpinWait();
        }
    }

    /** The certificate that it was shown. */
    X509Certificate shown() throws SSLException {
        return (X509Certificate) engine.getSession().getPeerCertificates()[0];
    }

    private static final class Own extends X509ExtendedKeyManager {
        private final ServerCertificate own;

        Own(ServerCertificate own) {
            this.own = own;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine e) {
            return "own";
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return own.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.key();
        }
    }

    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] c, String t, java.net.Socket s) {}

        @Override
        public void checkServerTrusted(X509Certificate[] c, String t, java.net.Socket s) {}

        @Override
        public void checkClientTrusted(X509Certificate[] c, String t, SSLEngine e) {}

        @Override
        public void checkServerTrusted(X509Certificate[] c, String t, SSLEngine e) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
