package io.tailrace.core.upstream;

import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.LoadView;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.config.Timeouts;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.GroupState;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Deferred;
import io.tailrace.core.loop.Timers;
import io.tailrace.core.route.RouteWaits;
import io.tailrace.core.transport.Dialer;
import io.tailrace.core.transport.NoSocketException;
import io.tailrace.core.transport.Transports;
import io.tailrace.core.transport.Wire;
import io.tailrace.http.HeadLimits;
import io.tailrace.http.ResponseHeadParser;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All of one core's connections to pods, by endpoint.
 *
 * <p>The table is indexed by dense endpoint ids, which mean something in one turn's snapshot only:
 * each look-up checks the endpoint's identity, and a pool found for another endpoint is detached.
 *
 * <p>Thread: core.
 */
public final class UpstreamPools implements LoadView {
    private static final int SWEEP_PER_TURN = 64;
    private static final long FRESH_IDLE_NS = 1_000_000_000;
    private static final long HOLD_ACCEPT_NS = 100_000_000;

    private final CoreLoop loop;
    private final Transports transports;
    private final Dialer dialer;
    private final PodWaits waits;
    private final PodHandshakes handshakes;
    private final CoreStats stats;
    private final ConnectionCount downstream;
    private final ResponseHeadParser parser = new ResponseHeadParser(HeadLimits.response());
    private @Nullable EndpointPool[] pools = new @Nullable EndpointPool[0];
    private int sweptTo;
    private boolean outOfSockets;

    /**
     * @param group whose count of connections is told to accept no more while there are no
     *     descriptors for pods
     */
    public UpstreamPools(
            CoreLoop loop,
            Transports transports,
            Dialer dialer,
            GroupState group,
            Timeouts timeouts) {
        this.downstream = group.connections();
        this.loop = loop;
        this.transports = transports;
        this.dialer = dialer;
        this.waits = PodWaits.of(timeouts);
        this.stats = loop.stats();
        this.handshakes = new PodHandshakes(transports, loop, group.podTls());
    }

    /**
     * The way to an endpoint of this turn's snapshot, for one exchange.
     *
     * @param idempotent a request that must not be sent twice gets no connection that the pod may
     *     be about to close
     * @param routeWaits how long the exchange waits, where its route says so
     * @return null when no connection can even be started; {@link #outOfSockets} tells why
     */
    public @Nullable UpstreamStream lease(
            Endpoint endpoint, UpstreamEvents events, boolean idempotent, RouteWaits routeWaits) {
        EndpointPool pool = poolOf(endpoint);
        UpstreamConnection idle = pool.newestIdle();
        if (idle != null && !idle.tooOld() && (idempotent || idle.idleNs() < FRESH_IDLE_NS)) {
            idle.lease(events, routeWaits);
            return idle;
        }
        Wire wire = dial(endpoint);
        if (wire == null) {
            return null;
        }
        stats.increment(Counter.UPSTREAM_OPEN);
        UpstreamConnection connection =
                new UpstreamConnection(pool, this, transports.plainConnecting(wire), events);
        connection.dial(wire, routeWaits);
        return connection;
    }

    /** Whether the last lease found no socket for us, rather than no way to the endpoint. */
    public boolean outOfSockets() {
        return outOfSockets;
    }

    private @Nullable Wire dial(Endpoint endpoint) {
        outOfSockets = false;
        try {
            return dialer.dial(endpoint.address());
        } catch (NoSocketException e) {
            outOfSockets = true;
            downstream.hold(loop.duty().nowNs() + HOLD_ACCEPT_NS);
            closeOneIdle();
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Gives a socket back that nobody uses now, if there is one. The system has it after the next
     * select only.
     */
    private void closeOneIdle() {
        for (EndpointPool pool : pools) {
            UpstreamConnection idle = pool == null ? null : pool.newestIdle();
            if (idle != null) {
                idle.closeIdle();
                return;
            }
        }
    }

    @Override
    public int inFlight(Endpoint endpoint) {
        EndpointPool pool = endpoint.id() < pools.length ? pools[endpoint.id()] : null;
        return pool != null && pool.endpoint() == endpoint ? pool.inFlight() : 0;
    }

    /** The snapshot changed: pools of endpoints that left it are to be swept. */
    public void onNewSnapshot() {
        sweptTo = 0;
    }

    /**
     * Detaches pools of endpoints that are gone, a bounded number. Returns whether more are to be
     * looked at.
     */
    public boolean sweep() {
        if (sweptTo >= pools.length) {
            return false;
        }
        Snapshot snapshot = loop.duty().snapshot();
        int end = Math.min(pools.length, sweptTo + SWEEP_PER_TURN);
        for (; sweptTo < end; sweptTo++) {
            EndpointPool pool = pools[sweptTo];
            if (pool != null && !snapshot.holds(pool.endpoint())) {
                pools[sweptTo] = null;
                pool.detach();
            }
        }
        return sweptTo < pools.length;
    }

    /** Closes what is idle. */
    public void drain() {
        for (int id = 0; id < pools.length; id++) {
            EndpointPool pool = pools[id];
            if (pool != null) {
                pools[id] = null;
                pool.detach();
            }
        }
    }

    private EndpointPool poolOf(Endpoint endpoint) {
        int id = endpoint.id();
        if (id >= pools.length) {
            pools =
                    Arrays.copyOf(
                            pools, Math.max(id + 1, loop.duty().snapshot().endpointIdBound()));
        }
        EndpointPool pool = pools[id];
        if (pool == null || pool.endpoint() != endpoint) {
            if (pool != null) {
                pool.detach();
            }
            pool = new EndpointPool(endpoint);
            pools[id] = pool;
        }
        return pool;
    }

    // ---- for this room's connections

    ResponseHeadParser parser() {
        return parser;
    }

    Timers timers() {
        return loop.timers();
    }

    Deferred deferred() {
        return loop.deferred();
    }

    long nowNs() {
        return loop.duty().nowNs();
    }

    PodWaits waits() {
        return waits;
    }

    PodHandshakes handshakes() {
        return handshakes;
    }

    boolean mayRead(Deferred.Task whenRecovered) {
        return transports.mayReadPod(whenRecovered);
    }

    void countConnected() {
        stats.increment(Counter.UPSTREAM_CONNECTED);
    }

    void countClosed() {
        stats.decrement(Counter.UPSTREAM_OPEN);
    }
}
