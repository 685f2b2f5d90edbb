package io.tailrace.core.downstream;

import io.tailrace.core.buffer.IoBuffer;
import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.config.Timeouts;
import io.tailrace.core.exchange.Exchanges;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Timers;
import io.tailrace.core.tls.ClientIdentity;
import io.tailrace.core.transport.Transport;
import io.tailrace.core.transport.Transports;
import io.tailrace.core.transport.Wire;
import io.tailrace.http.HeadLimits;
import io.tailrace.http.LastHop;
import io.tailrace.http.Origin;
import io.tailrace.http.RequestHeadParser;
import io.tailrace.http.ResponseHeadWriter;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One core's connections from clients, and what they share.
 *
 * <p>Thread: core.
 */
public final class DownstreamConnections {
    private static final int CLOSED_PER_ACCEPT = 2;

    /** A connection that was accepted just now may have its first request on the way. */
    private static final long MAY_SPEAK_NS = 200_000_000;

    private final CoreLoop loop;
    private final Transports transports;
    private final CoreStats stats;
    private final Exchanges exchanges;
    private final RequestHeadParser parser;
    private final ConnectionCount count;
    private final ResponseHeadWriter headWriter = new ResponseHeadWriter();
    private final LastHop hop = new LastHop();

    /** Heads are rendered here and leave within the same handler. */
    private final IoBuffer headArea =
            new IoBuffer(HeadLimits.response().maxHeadBytes() + Transports.HEADROOM);

    private final long requestHeadNs;
    private final long requestBodyGapNs;
    private final long idleNs;
    private final long writeStallNs;
    private final long lingerNs;
    private final long ageNs;

    /** Spreads what was opened together, and so would be opened anew together. */
    private final Random jitter = new Random();

    private final IdleConnections idle = new IdleConnections();
    private @Nullable DownstreamConnection first;
    private int open;
    private boolean draining;

    public DownstreamConnections(
            CoreLoop loop,
            Transports transports,
            Exchanges exchanges,
            ConnectionCount count,
            ProxySettings settings) {
        Timeouts timeouts = settings.timeouts();
        Limits limits = settings.limits();
        this.parser =
                new RequestHeadParser(
                        new HeadLimits(limits.targetBytes(), limits.headBytes(), limits.fields()));
        this.count = count;
        this.loop = loop;
        this.transports = transports;
        this.stats = loop.stats();
        this.exchanges = exchanges;
        this.requestHeadNs = timeouts.requestHead().toNanos();
        this.requestBodyGapNs = timeouts.requestBodyGap().toNanos();
        this.idleNs = timeouts.idle().toNanos();
        this.writeStallNs = timeouts.writeStall().toNanos();
        this.lingerNs = timeouts.linger().toNanos();
        this.ageNs = timeouts.connectionAge().toNanos();
    }

    /**
     * Takes over an accepted connection that speaks HTTP from here on, and counts it out of the
     * {@link ConnectionCount} and {@link Counter#DOWNSTREAM_OPEN} at its end.
     *
     * @param transport of the wire; may have kept input
     * @param address what the connection was admitted by in the {@link ConnectionCount}
     * @param identity who the client is by its TLS handshake, null if it speaks in clear
     */
    public void accept(
            Wire wire,
            Transport transport,
            Origin origin,
            @Nullable Object address,
            @Nullable ClientIdentity identity) {
        DownstreamConnection connection =
                new DownstreamConnection(this, transport, origin, address, identity);
        wire.attach(connection);
        link(connection);
        connection.begin();
        if (transport.hasKeptInput()) {
            deferred().add(connection);
        }
    }

    /** Connections that are not closed. */
    public int open() {
        return open;
    }

    /** Idle connections close now, the others after the response that they wait for. */
    public void drain() {
        draining = true;
        for (DownstreamConnection c = first; c != null; ) {
            DownstreamConnection next = c.next;
            c.drain();
            c = next;
        }
    }

    /** Closes all, at the end of the core. */
    public void closeAll() {
        for (DownstreamConnection c = first; c != null; c = first) {
            c.abandon();
        }
    }

    /** Where connections are scarce, idle clients lock nobody out: the longest idle go. */
    public void makeRoom() {
        for (int i = 0; i < CLOSED_PER_ACCEPT && count.isTight(); i++) {
            DownstreamConnection longestIdle = idle.oldest();
            if (longestIdle == null || longestIdle.isNew(nowNs() - MAY_SPEAK_NS)) {
                return;
            }
            longestIdle.closeIdle();
        }
    }

    IdleConnections idle() {
        return idle;
    }

    private void link(DownstreamConnection connection) {
        DownstreamConnection head = first;
        connection.next = head;
        if (head != null) {
            head.previous = connection;
        }
        first = connection;
        open++;
    }

    void closed(DownstreamConnection connection) {
        DownstreamConnection previous = connection.previous;
        DownstreamConnection next = connection.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        connection.previous = null;
        connection.next = null;
        open--;
        count.close(loop.core(), connection.address());
        stats.decrement(Counter.DOWNSTREAM_OPEN);
    }

    boolean draining() {
        return draining;
    }

    Exchanges exchanges() {
        return exchanges;
    }

    RequestHeadParser parser() {
        return parser;
    }

    ResponseHeadWriter headWriter() {
        return headWriter;
    }

    /** What a response that is made now says of its connection. */
    LastHop hop(int clientVersion, boolean close, byte[] strictTransport) {
        return hop.set(loop.duty().epochSeconds(), clientVersion, close, strictTransport);
    }

    IoBuffer headArea() {
        return headArea;
    }

    boolean mayRead(DownstreamConnection connection) {
        return transports.mayReadClient(connection);
    }

    Deferred deferred() {
        return loop.deferred();
    }

    Timers timers() {
        return loop.timers();
    }

    long nowNs() {
        return loop.duty().nowNs();
    }

    long requestHeadNs() {
        return requestHeadNs;
    }

    long requestBodyGapNs() {
        return requestBodyGapNs;
    }

    long idleNs() {
        return idleNs;
    }

    long writeStallNs() {
        return writeStallNs;
    }

    /** When a connection that begins now is old enough to go: a tenth of the age around it. */
    long retiresNs() {
        if (ageNs == 0) {
            return nowNs() + Long.MAX_VALUE / 2;
        }
        long spreadNs = ageNs / 10;
        return nowNs() + ageNs - spreadNs + jitter.nextLong(2 * spreadNs + 1);
    }

    long lingerNs() {
        return lingerNs;
    }
}
