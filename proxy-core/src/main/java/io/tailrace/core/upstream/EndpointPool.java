package io.tailrace.core.upstream;

import io.tailrace.core.cluster.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One core's connections to one endpoint. The idle ones form a stack, so that the warm ones are
 * used and the others grow old.
 *
 * <p>What makes a pooled connection fit for a lease: the endpoint object, and nothing else. It
 * stands for the address and for how the pod is spoken to: in clear, or over TLS with this
 * verification and this certificate of ours.
 *
 * <p>Thread: core.
 */
final class EndpointPool {
    private final Endpoint endpoint;
    private @Nullable UpstreamConnection newestIdle;
    private int inFlight;
    private boolean detached;

    EndpointPool(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Leases that have not ended. */
    int inFlight() {
        return inFlight;
    }

    void leaseBegins() {
        inFlight++;
    }

    void leaseEnds() {
        inFlight--;
    }

    @Nullable UpstreamConnection newestIdle() {
        return newestIdle;
    }

    /** Returns whether the pool keeps the connection; a detached one keeps none. */
    boolean push(UpstreamConnection connection) {
        if (detached) {
            return false;
        }
        UpstreamConnection below = newestIdle;
        connection.older = below;
        connection.newer = null;
        if (below != null) {
            below.newer = connection;
        }
        newestIdle = connection;
        return true;
    }

    /** Takes an idle connection out, wherever it stands. */
    void remove(UpstreamConnection connection) {
        UpstreamConnection newer = connection.newer;
        UpstreamConnection older = connection.older;
        if (newer == null) {
            newestIdle = older;
        } else {
            newer.older = older;
        }
        if (older != null) {
            older.newer = newer;
        }
        connection.newer = null;
        connection.older = null;
    }

    /**
     * The endpoint has left the snapshot: no lease any more; idle connections go now, the others
     * when their exchange is over.
     */
    void detach() {
        detached = true;
        for (UpstreamConnection c = newestIdle; c != null; c = newestIdle) {
            c.closeIdle();
        }
    }
}
