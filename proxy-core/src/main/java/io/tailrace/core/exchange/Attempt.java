package io.tailrace.core.exchange;

import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.upstream.UpstreamEvents;
import io.tailrace.core.upstream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that an exchange makes at present, if any: one connection to a pod, leased until it
 * is ended or lost.
 *
 * <p>Thread: core.
 */
final class Attempt {
    private @Nullable UpstreamStream leased;

    /** Starts one. Returns why not; null: it is on, though its stream may not be ready. */
    @Nullable Fault begin(
            Exchanges room, FlowPair flowPair, UpstreamEvents events, boolean idempotent) {
        Snapshot snapshot = room.duty.snapshot();
        Endpoint endpoint = flowPair.pick(room.picker, snapshot);
        if (endpoint == null) {
            return flowPair.whyNone(snapshot);
        }
        leased = room.pools.lease(endpoint, events, idempotent, flowPair.policy().waits());
        if (leased == null) {
            return room.pools.outOfSockets() ? Fault.NO_DESCRIPTORS : Fault.CONNECT_REFUSED;
        }
        return null;
    }

    boolean isOn() {
        return leased != null;
    }

    /** Of the attempt that is on. */
    UpstreamStream stream() {
        UpstreamStream stream = leased;
        if (stream == null) {
            throw new IllegalStateException("no attempt");
        }
        return stream;
    }

    /** Whether the pod takes more of the request now. */
    boolean takesBytes() {
        UpstreamStream stream = leased;
        return stream != null && stream.isReady() && stream.backlog() == 0;
    }

    /** The pod's side has ended it. */
    void lost() {
        leased = null;
    }

    /** Ends it in order: the connection may serve again. */
    void release() {
        UpstreamStream stream = leased;
        if (stream != null) {
            leased = null;
            stream.release();
        }
    }

    /** Ends it, whatever goes on, if it is on. */
    void abort() {
        UpstreamStream stream = leased;
        if (stream != null) {
            leased = null;
            stream.abort();
        }
    }
}
