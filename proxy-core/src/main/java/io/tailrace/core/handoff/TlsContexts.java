package io.tailrace.core.handoff;

import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.EngineFactory;
import io.tailrace.core.tls.ServerCertificate;
import java.lang.System.Logger;
import java.security.GeneralSecurityException;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One context per certificate, for all cores: a client resumes its session wherever it connects,
 * and only where it is shown the certificate that it was shown before. Contexts are made when the
 * first client wants them, and dropped when their certificate is no longer in force.
 *
 * <p>Thread: handoff. Writers and readers: every core. A context and what it points to are visible
 * to who gets it. Progress: cores wait for each other only while one makes a context that the
 * others want as well.
 */
public final class TlsContexts {
    private static final Logger LOG = System.getLogger(TlsContexts.class.getName());

    /** A provider may refuse a certificate: that is found out once. */
    private record Made(@Nullable SSLContext context) {}

    private final ConcurrentHashMap<ServerCertificate, Made> contexts = new ConcurrentHashMap<>();
    private final EngineFactory factory;
    private final ServerCertificate fallback;

    /**
     * @param fallback for clients for whom there is no other one
     */
    public TlsContexts(EngineFactory factory, ServerCertificate fallback) {
        this.factory = factory;
        this.fallback = fallback;
    }

    public ServerCertificate fallback() {
        return fallback;
    }

    /** An engine for one connection; null when the provider cannot use the certificate. */
    public @Nullable SSLEngine engine(ServerCertificate certificate) {
        Made made = contexts.get(certificate);
        if (made == null) {
            made = contexts.computeIfAbsent(certificate, this::make);
        }
        SSLContext context = made.context();
        return context == null ? null : factory.engine(context);
    }

    private Made make(ServerCertificate certificate) {
        try {
            return new Made(factory.context(certificate));
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "no TLS with the certificate of " + certificate, e);
            return new Made(null);
        }
    }

    /** Drops the contexts of certificates that are not in this table. */
    public void retain(CertTable inForce) {
        contexts.keySet()
                .removeIf(
                        certificate ->
                                !inForce.contains(certificate) && !certificate.equals(fallback));
    }
}
