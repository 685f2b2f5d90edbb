package io.tailrace.core.exchange;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.cluster.EndpointPicker;
import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.limits.RetryBudget;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.DutyCycle;
import io.tailrace.core.loop.Timers;
import io.tailrace.core.observe.CoreRecorder;
import io.tailrace.core.upstream.UpstreamPools;
import io.tailrace.http.ChunkLimits;
import io.tailrace.http.RequestHeadWriter;
import io.tailrace.http.RequestTarget;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One core's exchanges, and what they share.
 *
 * <p>Thread: core.
 */
public final class Exchanges {
    final DutyCycle duty;
    final Timers timers;
    final UpstreamPools pools;
    final BufferPool buffers;
    final CoreRecorder recorder;
    final EndpointPicker picker;
    final RequestTarget target;
    final RetryBudget retryBudget;
    final Limits limits;
    final ChunkLimits chunkLimits;
    final RequestHeadWriter headWriter;
    final Admission admission;

    /** How long an exchange may take; 0: as long as it does. */
    final long exchangeNs;

    private final ArrayDeque<Exchange> free = new ArrayDeque<>();

    /** Routed exchanges in the order in which they were routed, hence of their generations. */
    private @Nullable Exchange oldest;

    private @Nullable Exchange newest;

    /**
     * @param seed of what is random: endpoint choice and request identifiers
     */
    public Exchanges(
            CoreLoop loop,
            UpstreamPools pools,
            BufferPool buffers,
            CoreRecorder recorder,
            ProxySettings settings,
            long seed) {
        this.duty = loop.duty();
        this.timers = loop.timers();
        this.exchangeNs = settings.timeouts().exchange().toNanos();
        this.pools = pools;
        this.buffers = buffers;
        this.recorder = recorder;
        this.limits = settings.limits();
        this.chunkLimits =
                new ChunkLimits(
                        limits.trailerBytes(),
                        limits.chunkExtensionBytes(),
                        limits.chunkExtensionTotal());
        this.picker = new EndpointPicker(pools, settings.requestsPerEndpointAndCore(), seed);
        this.target = new RequestTarget(limits.targetBytes());
        this.retryBudget = new RetryBudget(duty.nowNs());
        this.headWriter = new RequestHeadWriter(~seed);
        this.admission = new Admission(duty);
    }

    /** An exchange for the request whose first byte has come. */
    public Exchange open(DownstreamSide side) {
        Exchange exchange = free.pollLast();
        if (exchange == null) {
            exchange = new Exchange(this);
        }
        exchange.open(side);
        return exchange;
    }

    /**
     * The oldest generation that a running exchange was routed by; {@link Long#MAX_VALUE} when none
     * runs.
     */
    public long oldestRouteGeneration() {
        return oldest == null ? Long.MAX_VALUE : oldest.routeGeneration();
    }

    void routed(Exchange exchange) {
        Exchange before = newest;
        exchange.before = before;
        if (before == null) {
            oldest = exchange;
        } else {
            before.after = exchange;
        }
        newest = exchange;
    }

    /** Takes an exchange back; {@code routed} says whether {@link #routed} was called for it. */
    void recycle(Exchange exchange, boolean routed) {
        if (routed) {
            Exchange before = exchange.before;
            Exchange after = exchange.after;
            if (before == null) {
                oldest = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                newest = before;
            } else {
                after.before = before;
            }
            exchange.before = null;
            exchange.after = null;
        }
        free.addLast(exchange);
    }
}
