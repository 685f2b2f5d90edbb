package io.tailrace.core.arrival;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.TlsContexts;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.DutyCycle;
import io.tailrace.core.loop.StepsPerTurn;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.ClientIdentity;
import io.tailrace.core.tls.ServerCertificate;
import io.tailrace.core.tls.ServerName;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Transports;
import io.tailrace.http.LastHop;
import io.tailrace.http.ReplyWriter;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * How TLS begins on a core: reads what clients say first, and chooses what they are shown, by the
 * snapshot of the turn.
 *
 * <p>Thread: core. What {@link #choose} chose stands until it is called again.
 */
final class TlsStart {
    /** Handshake steps of one turn: what is signed for new clients delays those that are here. */
    private static final int STEPS_PER_TURN = 2;

    // Alerts (RFC 8446 6.2).
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int DECODE_ERROR = 50;
    private static final int INTERNAL_ERROR = 80;
    private static final int UNRECOGNIZED_NAME = 112;
    private static final int NO_APPLICATION_PROTOCOL = 120;

    private static final String RSA = "RSA";
    private static final String EC = "EC";
    private static final String EDWARDS = "EdDSA";

    private final ClientHello hello = new ClientHello();
    private final LastHop hop = new LastHop();
    private final IoBuffer area = new IoBuffer(512);
    private final Transports transports;
    private final DutyCycle duty;
    private final CoreStats stats;
    private final TlsContexts contexts;
    private final boolean strict;
    private final StepsPerTurn stepsOfTurn;
    private @Nullable ClientIdentity identity;

    TlsStart(Transports transports, CoreLoop loop, TlsContexts contexts, boolean strict) {
        this.transports = transports;
        this.duty = loop.duty();
        this.stats = loop.stats();
        this.contexts = contexts;
        this.strict = strict;
        this.stepsOfTurn = new StepsPerTurn(stats, loop.deferred(), STEPS_PER_TURN);
    }

    /** Whether a connection may take another step of its handshake; else it waits. */
    boolean mayStep(Deferred.Task arrival) {
        return stepsOfTurn.mayStep(arrival);
    }

    /**
     * Looks at what the client has said so far, and consumes nothing of it.
     *
     * @return 1: it is complete, {@link #choose} may follow; 0: not yet; below 0: the client was
     *     told why not, as far as it understands
     */
    int look(Transport transport) {
        IoBuffer input = transport.input();
        int parsed = hello.parse(input.bytes(), input.head(), input.tail());
        if (parsed == ClientHello.PLAIN_HTTP) {
            stats.increment(Counter.TLS_PLAIN_HTTP);
            int length =
                    ReplyWriter.write(
                            400,
                            "plain_http_on_tls_port",
                            false,
                            hop.set(duty.epochSeconds(), 11, true, LastHop.NO_FIELD),
                            area.bytes(),
                            0,
                            area.capacity());
            transport.write(area, 0, length);
            return -1;
        }
        if (parsed == ClientHello.MALFORMED) {
            return refuse(transport, DECODE_ERROR, Counter.TLS_HANDSHAKES_FAILED);
        }
        if (parsed > 0 && hello.wantsOtherProtocols()) {
            return refuse(transport, NO_APPLICATION_PROTOCOL, Counter.TLS_HANDSHAKES_FAILED);
        }
        return Integer.signum(parsed);
    }

    /**
     * Chooses the certificate for what {@link #look} saw.
     *
     * @param plain what the client has said is kept there
     * @return a transport that goes on with the handshake; null: there is none, the client was told
     */
    @Nullable Transport choose(Transport plain) {
        CertTable table = duty.snapshot().certificates();
        List<ServerCertificate> named =
                hello.nameLength() == 0
                        ? List.of()
                        : table.find(hello.buffer(), hello.nameStart(), hello.nameLength());
        List<ServerCertificate> candidates = named.isEmpty() ? unnamed(table) : named;
        if (candidates.isEmpty()) {
            refuse(plain, UNRECOGNIZED_NAME, Counter.TLS_NAMES_UNKNOWN);
            return null;
        }
        ServerCertificate certificate = best(candidates);
        if (certificate == null) {
            refuse(plain, HANDSHAKE_FAILURE, Counter.TLS_HANDSHAKES_FAILED);
            return null;
        }
        ClientAuth asked =
                duty.snapshot().clients(hello.buffer(), hello.nameStart(), hello.nameLength());
        if (asked != null && asked.isClosed()) {
            asked = null;
        }
        SSLEngine engine = contexts.engine(certificate, asked);
        if (engine == null) {
            refuse(plain, INTERNAL_ERROR, Counter.TLS_HANDSHAKES_FAILED);
            return null;
        }
        ServerName name =
                hello.nameLength() == 0 ? null : new ServerName(hello.name(), certificate);
        identity = new ClientIdentity(name, !named.isEmpty(), asked, engine);
        return transports.tls(plain, engine);
    }

    /** Who the client of the last {@link #choose} is; null after none. */
    @Nullable ClientIdentity identity() {
        return identity;
    }

    private List<ServerCertificate> unnamed(CertTable table) {
        if (strict) {
            return List.of();
        }
        return table.rest().isEmpty() ? List.of(contexts.fallback()) : table.rest();
    }

    /** The cheapest one that the client can check; null if it can check none. */
    private @Nullable ServerCertificate best(List<ServerCertificate> candidates) {
        ServerCertificate best = null;
        int bestRank = 0;
        for (int i = 0; i < candidates.size(); i++) {
            ServerCertificate candidate = candidates.get(i);
            int rank = rank(candidate);
            if (rank > bestRank) {
                best = candidate;
                bestRank = rank;
            }
        }
        return best;
    }

    private int rank(ServerCertificate candidate) {
        return switch (candidate.keyAlgorithm()) {
            case EC -> hello.takesEcdsa() ? 3 : 0;
            case EDWARDS -> hello.takesEdwards() ? 2 : 0;
            case RSA -> hello.takesRsa() ? 1 : 0;
            default -> 0;
        };
    }

    /** A fatal alert, in the clear: no keys are agreed on yet. */
    private int refuse(Transport transport, int alert, Counter counter) {
        stats.increment(counter);
        byte[] record = {21, 3, 3, 0, 2, 2, (byte) alert};
        area.bytes().putBytes(0, record);
        transport.write(area, 0, record.length);
        return -1;
    }

    /**
     * A handshake is complete.
     *
     * @param who what {@link #identity} told of it
     */
    void done(@Nullable ClientIdentity who) {
        if (who != null) {
            who.judgeAsked(duty.epochSeconds());
        }
        stats.increment(Counter.TLS_HANDSHAKES_DONE);
    }

    void failed() {
        stats.increment(Counter.TLS_HANDSHAKES_FAILED);
    }

    void timedOut() {
        stats.increment(Counter.TLS_HANDSHAKES_TIMED_OUT);
    }
}
