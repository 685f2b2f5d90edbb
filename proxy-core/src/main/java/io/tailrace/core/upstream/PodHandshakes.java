package io.tailrace.core.upstream;

import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.PodContexts;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.DutyCycle;
import io.tailrace.core.loop.StepsPerTurn;
import io.tailrace.core.tls.UntrustedException;
import io.tailrace.core.tls.UpstreamTls;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Transports;
import java.lang.System.Logger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How TLS with pods begins on a core, and what is told of it: counts, and a line of the log for
 * each endpoint and kind of failure.
 *
 * <p>Thread: core.
 */
final class PodHandshakes {
    private static final Logger LOG = System.getLogger("io.tailrace.upstream");

    /** Of both providers, the one that names faults so. */
    private static final String PROVIDERS_FAULT = "OPENSSL_internal:";

    private static final int STEPS_PER_TURN = 2;

    private final Transports transports;
    private final DutyCycle duty;
    private final CoreStats stats;
    private final PodContexts contexts;
    private final StepsPerTurn steps;

    PodHandshakes(Transports transports, CoreLoop loop, PodContexts contexts) {
        this.transports = transports;
        this.duty = loop.duty();
        this.stats = loop.stats();
        this.contexts = contexts;
        this.steps = new StepsPerTurn(stats, loop.deferred(), STEPS_PER_TURN);
    }

    /** Whether a connection may take another step of its handshake; else it waits. */
    boolean mayStep(Deferred.Task dialling) {
        return steps.mayStep(dialling);
    }

    /**
     * Says the first word.
     *
     * @param plain connected, nothing was read of it
     * @return a transport that goes on with the handshake; null: the provider has none
     */
    @Nullable Transport begin(Transport plain, Endpoint endpoint) {
        UpstreamTls tls = endpoint.tls();
        SSLEngine engine = tls == null ? null : contexts.engine(endpoint, tls);
        if (engine == null) {
            stats.increment(Counter.UPSTREAM_TLS_FAILED);
            return null;
        }
        return transports.tls(plain, engine);
    }

    void done() {
        stats.increment(Counter.UPSTREAM_TLS_DONE);
    }

    /** The handshake came to nothing: tells why. */
    UpstreamFailure failed(Endpoint endpoint, Transport transport) {
        SSLException why = transport.failure();
        String untrusted = untrusted(why);
        if (untrusted != null) {
            stats.increment(Counter.UPSTREAM_TLS_UNTRUSTED);
            warn(
                    endpoint,
                    UpstreamFailure.TLS_UNTRUSTED,
                    untrusted,
                    "give it another certificate, or correct what it is verified by");
            return UpstreamFailure.TLS_UNTRUSTED;
        }
        stats.increment(Counter.UPSTREAM_TLS_FAILED);
        warn(
                endpoint,
                UpstreamFailure.TLS_FAILED,
                why == null ? "it broke the handshake off" : "no TLS: " + reason(why),
                "look at its log; if it speaks plain HTTP, remove the annotation backend-protocol");
        return UpstreamFailure.TLS_FAILED;
    }

    UpstreamFailure timedOut(Endpoint endpoint) {
        stats.increment(Counter.UPSTREAM_TLS_TIMED_OUT);
        warn(
                endpoint,
                UpstreamFailure.TLS_FAILED,
                "the handshake took too long",
                "look at its log, and at --tls-handshake-timeout");
        return UpstreamFailure.TLS_FAILED;
    }

    /** The connection has ended after the handshake, if there was one, without an answer. */
    UpstreamFailure endedBeforeResponse(Endpoint endpoint, Transport transport) {
        SSLException why = transport.failure();
        if (why == null) {
            return UpstreamFailure.CLOSED_BEFORE_RESPONSE;
        }
        warn(
                endpoint,
                UpstreamFailure.TLS_BROKEN,
                "no TLS after the handshake: " + reason(why),
                "look at its log; it may want a certificate, see the annotation proxy-ssl-secret");
        return UpstreamFailure.TLS_BROKEN;
    }

    private void warn(Endpoint endpoint, UpstreamFailure what, String reason, String remedy) {
        if (contexts.isNews(endpoint, what)) {
            Cluster cluster = duty.snapshot().clusterOf(endpoint);
            LOG.log(
                    Logger.Level.WARNING,
                    "endpoint "
                            + endpoint
                            + (cluster == null ? "" : " of " + cluster.key())
                            + ": "
                            + reason
                            + "; "
                            + remedy);
        }
    }

    private static @Nullable String untrusted(@Nullable SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return null;
    }

    /** Of Conscrypt's pages the one word that says what happened. */
    private static String reason(SSLException failure) {
        String message = String.valueOf(failure.getMessage());
        int fault = message.indexOf(PROVIDERS_FAULT);
        if (fault < 0) {
            return message;
        }
        int start = fault + PROVIDERS_FAULT.length();
        int end = message.indexOf(' ', start);
        return end < 0 ? message.substring(start) : message.substring(start, end);
    }
}
