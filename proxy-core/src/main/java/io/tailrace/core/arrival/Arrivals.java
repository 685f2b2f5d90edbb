package io.tailrace.core.arrival;

import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.downstream.DownstreamConnections;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.GroupState;
import io.tailrace.core.handoff.TlsContexts;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Transports;
import io.tailrace.core.transport.Wire;
import io.tailrace.http.Origin;
import java.lang.System.Logger;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One core's accepted connections on their way to {@code downstream}: counted, told apart by
 * client, and, where a listener wants it, read up to the end of their PROXY header and through
 * their TLS handshake.
 *
 * <p>Thread: core.
 */
public final class Arrivals {
    private static final Logger LOG = System.getLogger(Arrivals.class.getName());
    private static final long WARN_EVERY_NS = 10_000_000_000L;

    private final CoreLoop loop;
    private final CoreStats stats;
    private final Transports transports;
    private final DownstreamConnections connections;
    private final ConnectionCount count;
    private final ProxySettings settings;
    private final ProxyHeader header = new ProxyHeader();
    private final @Nullable TlsStart tls;
    private final long headerNs;
    private final long handshakeNs;
    private @Nullable Arrival first;
    private long warnAgainNs;
    private long refusedSinceWarning;

    public Arrivals(
            CoreLoop loop,
            Transports transports,
            DownstreamConnections connections,
            GroupState group,
            ProxySettings settings) {
        ConnectionCount connectionCount = group.connections();
        TlsContexts contexts = group.tls();
        this.loop = loop;
        this.stats = loop.stats();
        this.transports = transports;
        this.connections = connections;
        this.count = connectionCount;
        this.settings = settings;
        this.tls =
                contexts == null
                        ? null
                        : new TlsStart(transports, loop, contexts, settings.tls().strictSni());
        this.headerNs = settings.timeouts().proxyHeader().toNanos();
        this.handshakeNs = settings.timeouts().tlsHandshake().toNanos();
        this.warnAgainNs = loop.duty().nowNs();
    }

    /**
     * Takes an accepted connection, which the {@link ConnectionCount} has placed on this core.
     *
     * @param peer at the other end of it
     * @param port that the peer reached
     * @param listen where it was accepted
     */
    public void arrive(Wire wire, InetAddress peer, int port, ListenAddress listen) {
        stats.increment(Counter.DOWNSTREAM_ACCEPTED);
        stats.increment(Counter.DOWNSTREAM_OPEN);
        Transport transport = transports.plain(wire);
        boolean trusted = settings.trusts(peer);
        if (listen.proxyProtocol() == ProxyProtocol.REQUIRED && !trusted) {
            refused(peer, port, "it is not trusted to send PROXY headers (--trusted-cidr)");
            gone(null);
            transport.close();
        } else if (listen.tls() || expectsHeader(trusted, listen)) {
            await(new Arrival(this, wire, transport, peer, port, trusted, listen), wire);
        } else {
            pass(wire, transport, new Arrived(peer, port, trusted, null, null));
        }
    }

    boolean expectsHeader(boolean trusted, ListenAddress listen) {
        return trusted && listen.proxyProtocol() != ProxyProtocol.OFF;
    }

    private void await(Arrival arrival, Wire wire) {
        wire.attach(arrival);
        Arrival head = first;
        arrival.next = head;
        if (head != null) {
            head.previous = arrival;
        }
        first = arrival;
        arrival.begin();
    }

    void arm(Arrival arrival, long deadlineNs) {
        loop.timers().set(arrival.timer(), deadlineNs);
    }

    /** An arrival is over. */
    void remove(Arrival arrival) {
        loop.timers().remove(arrival.timer());
        Arrival previous = arrival.previous;
        Arrival next = arrival.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
    }

    /** Passes a connection on, now that its client is known. */
    void pass(Wire wire, Transport transport, Arrived arrived) {
        Object address = arrived.admitted();
        if (address == null && limitsAddresses()) {
            address = admit(arrived.client());
            if (address == null) {
                gone(null);
                transport.close();
                return;
            }
        }
        connections.makeRoom();
        Origin origin =
                new Origin(
                        withoutZone(arrived.client()),
                        arrived.port(),
                        arrived.identity() != null,
                        arrived.trusted());
        connections.accept(wire, transport, origin, address, arrived.identity());
    }

    boolean limitsAddresses() {
        return count.limitsAddresses();
    }

    /** What the client is counted by from now on; null when it has too many connections. */
    @Nullable Object admit(InetAddress client) {
        Object address = AddressKey.of(client);
        return count.admit(address) ? address : null;
    }

    /** Somebody waits while all connections are taken: idle ones go. */
    public void makeRoom() {
        connections.makeRoom();
    }

    /** A connection is closed before it was passed on. */
    void gone(@Nullable Object admitted) {
        count.close(loop.core(), admitted);
        stats.decrement(Counter.DOWNSTREAM_OPEN);
    }

    /** Counts a refusal, and says so now and then. */
    void refused(InetAddress peer, int port, String why) {
        stats.increment(Counter.PROXY_HEADERS_REFUSED);
        refusedSinceWarning++;
        long nowNs = loop.duty().nowNs();
        if (nowNs - warnAgainNs >= 0) {
            warnAgainNs = nowNs + WARN_EVERY_NS;
            LOG.log(
                    Logger.Level.WARNING,
                    "closing a connection from "
                            + withoutZone(peer)
                            + " to port "
                            + port
                            + ": "
                            + why
                            + "; "
                            + refusedSinceWarning
                            + " such since the last warning");
            refusedSinceWarning = 0;
        }
    }

    /** The zone of an IPv6 address means something on this node only (RFC 4007 11). */
    private static String withoutZone(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    boolean mayRead(Arrival arrival) {
        return transports.mayReadClient(arrival);
    }

    boolean trusts(InetAddress client) {
        return settings.trusts(client);
    }

    void defer(Arrival arrival) {
        loop.deferred().add(arrival);
    }

    long nowNs() {
        return loop.duty().nowNs();
    }

    long headerNs() {
        return headerNs;
    }

    long handshakeNs() {
        return handshakeNs;
    }

    TlsStart tls() {
        return Objects.requireNonNull(tls, "no listener speaks TLS");
    }

    ProxyHeader header() {
        return header;
    }

    /** Closes those that are not passed on yet: a drain, or the end of the core. */
    public void closeAll() {
        for (Arrival a = first; a != null; a = first) {
            a.close();
        }
    }
}
