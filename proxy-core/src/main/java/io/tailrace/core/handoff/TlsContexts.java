package io.tailrace.core.handoff;

import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.EngineFactory;
import io.tailrace.core.tls.ServerCertificate;
import java.lang.System.Logger;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * One context per certificate and what clients are asked for, for all cores: a client resumes its
 * session wherever it connects, and only where it is shown the certificate that it was shown
 * before, and asked for its own by the same rules. Contexts are made when the first client wants
 * them, and dropped when what they are for is no longer in force.
 *
 * <p>Thread: handoff. Writers and readers: every core. A context and what it points to are visible
 * to who gets it. Progress: cores wait for each other only while one makes a context that the
 * others want as well.
 */
public final class TlsContexts {
    private static final Logger LOG = System.getLogger(TlsContexts.class.getName());

    /** What a context is for. */
    private record Use(ServerCertificate certificate, @Nullable ClientAuth asked) {}

    /** A provider may refuse a certificate: that is found out once. */
    private record Made(@Nullable SSLContext context) {}

    private final OncePerKey<Use, Made> contexts = new OncePerKey<>(this::make);
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

    /**
     * An engine for one connection; null when the provider cannot use the certificate.
     *
     * @param asked why the client is asked for its certificate; null if it is not
     */
    public @Nullable SSLEngine engine(ServerCertificate certificate, @Nullable ClientAuth asked) {
        SSLContext context = contexts.get(new Use(certificate, asked)).context();
        return context == null ? null : factory.engine(context, asked != null);
    }

    private Made make(Use use) {
        try {
            return new Made(factory.context(use.certificate(), use.asked()));
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "no TLS with the certificate of " + use.certificate(), e);
            return new Made(null);
        }
    }

    /** Drops the contexts that are for nothing in this table. */
    public void retain(CertTable inForce) {
        contexts.retain(use -> isInForce(use, inForce));
    }

    private boolean isInForce(Use use, CertTable table) {
        ClientAuth asked = use.asked();
        return (table.contains(use.certificate()) || use.certificate().equals(fallback))
                && (asked == null || table.contains(asked));
    }
}
