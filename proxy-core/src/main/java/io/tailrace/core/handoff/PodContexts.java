package io.tailrace.core.handoff;

import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.tls.EngineFactory;
import io.tailrace.core.tls.PodEngines;
import io.tailrace.core.tls.UpstreamTls;
import java.lang.System.Logger;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One context for each way in which pods are spoken to over TLS, for all cores: a session is
 * resumed only by who would verify the pod in the same way, and present the same certificate.
 * Contexts are made when the first connection wants them, and dropped when nothing in force wants
 * them any more.
 *
 * <p>Thread: handoff. Writers and readers: every core, and control before a snapshot is seen. A
 * context and what it points to are visible to who gets it. Progress: cores wait for each other
 * only while one makes a context that the others want as well.
 */
public final class PodContexts {
    private static final Logger LOG = System.getLogger(PodContexts.class.getName());

    /** A provider may refuse a certificate: that is found out once. */
    private record Made(PodEngines engines, @Nullable SSLContext context) {}

    /** What was told of an endpoint. */
    private record Told(Endpoint endpoint, Enum<?> what) {}

    private final OncePerKey<UpstreamTls, Made> contexts = new OncePerKey<>(this::make);
    private final Set<Told> told = ConcurrentHashMap.newKeySet();
    private final TlsSettings settings;
    private final InstantSource calendar;
    private @Nullable PodEngines engines;

    /** Of control alone. */
    private boolean prepared;

    /**
     * @param calendar by which certificates of pods are judged
     */
    public PodContexts(TlsSettings settings, InstantSource calendar) {
        this.settings = settings;
        this.calendar = calendar;
    }

    /** An engine for one connection; null when the provider cannot use the certificate. */
    public @Nullable SSLEngine engine(Endpoint endpoint, UpstreamTls tls) {
        Made made = contexts.get(tls);
        SSLContext context = made.context();
        return context == null ? null : made.engines().engine(context, tls, endpoint.address());
    }

    private Made make(UpstreamTls tls) {
        PodEngines maker = engines();
        try {
            return new Made(maker, maker.context(tls));
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "no TLS to pods with the secret of: " + tls.stated(), e);
            return new Made(maker, null);
        }
    }

    /** Native code is loaded where there are pods that need it, and nowhere else. */
    private synchronized PodEngines engines() {
        PodEngines made = engines;
        if (made == null) {
            made = new PodEngines(new EngineFactory(settings), calendar);
            engines = made;
        }
        return made;
    }

    /**
     * Loads what the first handshake needs, which takes as long as hundreds of handshakes: a core
     * would hold everybody else up. Control thread.
     */
    public void prepare(Snapshot next) {
        if (prepared || next.upstreamTls().isEmpty()) {
            return;
        }
        prepared = true;
        try {
            engines().sayHello(next.upstreamTls().iterator().next());
        } catch (GeneralSecurityException | SSLException | RuntimeException e) {
            LOG.log(Logger.Level.DEBUG, "who connects will be told", e);
        }
    }

    /** Whether nobody was told this of the endpoint yet; true once. */
    public boolean isNews(Endpoint endpoint, Enum<?> what) {
        return told.add(new Told(endpoint, what));
    }

    /** Drops what is no longer in force. */
    public void retain(Snapshot inForce) {
        contexts.retain(inForce.upstreamTls()::contains);
        told.removeIf(news -> !inForce.holds(news.endpoint()));
    }
}
