package io.tailrace.core.tls;

import io.tailrace.core.route.PodTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;

/**
 * Makes contexts and engines for connections to pods: TLS 1.2 and 1.3, whatever is spoken with
 * clients.
 *
 * <p>Thread: any (immutable).
 */
public final class PodEngines {
    /** Sessions of a context: some for each of many pods. Conscrypt would keep ten. */
    private static final int SESSIONS = 1024;

    /** For so long a pod is believed to be who it was. */
    private static final int SESSION_SECONDS = 3600;

    private static final int HELLO_AREA = 18 * 1024;

    private final EngineFactory factory;
    private final InstantSource calendar;

    /**
     * @param calendar by which certificates of pods are judged
     */
    public PodEngines(EngineFactory factory, InstantSource calendar) {
        this.factory = factory;
        this.calendar = calendar;
    }

    /**
     * A context of our side; what it verifies holds for all sessions that its engines resume.
     *
     * @throws GeneralSecurityException when the provider cannot use the certificate
     */
    public SSLContext context(UpstreamTls tls) throws GeneralSecurityException {
        SSLContext context =
                factory.trusting(
                        new TrustManager[] {new PodTrust(tls, calendar)}, tls.certificate());
        context.getClientSessionContext().setSessionCacheSize(SESSIONS);
        context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
        // What cannot be sent should fail now, not with each connection.
        names(tls.stated());
        return context;
    }

    private static List<SNIServerName> names(PodTls stated) {
        return stated.named() ? List.of(new SNIHostName(stated.name())) : List.of();
    }

    /** Says the first word of a handshake to nobody. */
    public void sayHello(UpstreamTls tls) throws GeneralSecurityException, SSLException {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        SSLEngine engine = engine(context(tls), tls, nobody);
        engine.beginHandshake();
        engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(HELLO_AREA));
    }

    /** An engine for one connection to this pod. */
    public SSLEngine engine(SSLContext context, UpstreamTls tls, InetSocketAddress pod) {
        SSLEngine engine =
                context.createSSLEngine(pod.getAddress().getHostAddress(), sessionPort(pod));
        engine.setUseClientMode(true);
        if (Conscrypt.isConscrypt(engine)) {
            Conscrypt.setUseSessionTickets(engine, true);
        }
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(EngineFactory.INTERMEDIATE_VERSIONS);
        parameters.setCipherSuites(EngineFactory.CIPHERS);
        parameters.setApplicationProtocols(EngineFactory.PROTOCOLS);
        parameters.setServerNames(names(tls.stated()));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Providers find a pod's session by host and port, and Conscrypt takes the name for the host
     * where one is sent. It is the port then that tells pods apart, so it is made of the whole
     * address; two pods for which it is the same make more full handshakes, and nothing else.
     */
    private static int sessionPort(InetSocketAddress pod) {
        return Math.max(1, pod.hashCode() & Integer.MAX_VALUE);
    }
}
