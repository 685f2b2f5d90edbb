package io.tailrace.core;

import io.tailrace.core.arrival.Arrivals;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.downstream.DownstreamConnections;
import io.tailrace.core.exchange.Exchanges;
import io.tailrace.core.handoff.AcceptedSocket;
import io.tailrace.core.handoff.GroupState;
import io.tailrace.core.handoff.TlsContexts;
import io.tailrace.core.listen.Listener;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.TurnEnd;
import io.tailrace.core.observe.CoreRecorder;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.transport.Dialer;
import io.tailrace.core.transport.Transports;
import io.tailrace.core.upstream.UpstreamPools;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * One core: its rooms, wired in the order in which a request walks through them.
 *
 * <p>Thread: core, once it runs; before, who makes it.
 */
final class ProxyCore implements TurnEnd {
    private final CoreLoop loop;
    private final GroupState group;
    private final Transports transports;
    private final UpstreamPools pools;
    private final Exchanges exchanges;
    private final DownstreamConnections connections;
    private final Arrivals arrivals;
    private final List<Listener> listeners = new ArrayList<>();
    private CertTable certificates = CertTable.empty();
    private long reportedClean;
    private boolean sweeping;
    private boolean draining;
    private boolean drained;

    ProxyCore(CoreLoop loop, ProxySettings settings, Dialer dialer, GroupState group, long seed) {
        this.loop = loop;
        this.group = group;
        this.transports = new Transports(settings.bufferBytesPerCore(), loop);
        this.pools = new UpstreamPools(loop, transports, dialer, group, settings.timeouts());
        this.exchanges =
                new Exchanges(
                        loop,
                        pools,
                        transports.pool(),
                        new CoreRecorder(loop.stats()),
                        settings,
                        seed);
        this.connections =
                new DownstreamConnections(
                        loop, transports, exchanges, group.connections(), settings);
        this.arrivals = new Arrivals(loop, transports, connections, group, settings);
        loop.above(this);
    }

    /**
     * Adds a bound server socket, which the core owns from now on. Before the core's thread starts.
     */
    void listen(ServerSocketChannel channel, ListenAddress listen) throws IOException {
        listeners.add(new Listener(loop, channel, listen, listeners.size(), arrivals, group));
    }

    int index() {
        return loop.core();
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** Pooled bytes that somebody holds. */
    long takenBufferBytes() {
        return transports.pool().takenBytes();
    }

    /** Turns until told to stop, then closes everything. */
    void run() {
        loop.run();
        close();
    }

    /** Closes everything: at the end of {@link #run}, or instead of it. */
    void close() {
        listeners.forEach(Listener::close);
        arrivals.closeAll();
        connections.closeAll();
        pools.drain();
        loop.close();
    }

    @Override
    public void onNewSnapshot() {
        pools.onNewSnapshot();
        sweeping = true;
        dropContexts();
    }

    /** One core does it for all. */
    private void dropContexts() {
        if (loop.core() == 0) {
            group.podTls().retain(loop.duty().snapshot());
        }
        TlsContexts tls = group.tls();
        CertTable inForce = loop.duty().snapshot().certificates();
        if (tls != null && loop.core() == 0 && inForce != certificates) {
            certificates = inForce;
            tls.retain(inForce);
        }
    }

    @Override
    public boolean onTurnEnd() {
        if (sweeping) {
            sweeping = pools.sweep();
        }
        Snapshot snapshot = loop.duty().snapshot();
        if (reportedClean != snapshot.generation() && !sweeping) {
            reportClean(snapshot.generation());
        }
        if (draining && !drained && connections.open() == 0) {
            drained = true;
            group.drain().drained();
        }
        return sweeping;
    }

    private void reportClean(long generation) {
        if (exchanges.oldestRouteGeneration() >= generation) {
            reportedClean = generation;
            group.board().reportClean(loop.core(), generation);
        }
    }

    @Override
    public void onAccepted(AcceptedSocket socket) {
        if (draining) {
            // As with those that this core accepted and that have said nothing yet.
            socket.close();
            group.connections().close(loop.core(), null);
        } else {
            listeners.get(socket.listener()).take(socket.channel());
        }
    }

    @Override
    public void onDrain() {
        draining = true;
        listeners.forEach(Listener::close);
        arrivals.closeAll();
        connections.drain();
    }
}
