package io.tailrace.core.upstream;

import io.tailrace.http.Framing;
import io.tailrace.http.ResponseHead;

/**
 * Whether a connection may carry another request, and for how long it may wait for one.
 *
 * <p>Thread: core.
 */
final class Reuse {
    /** One-way: nothing makes it possible again. */
    private boolean possible = true;

    private long idleSinceNs;
    private long maxIdleNs;

    Reuse(long maxIdleNs) {
        this.maxIdleNs = maxIdleNs;
    }

    void never() {
        possible = false;
    }

    /** What a final response says about it. */
    void learn(ResponseHead head) {
        possible &= head.persistent() && head.framing() != Framing.UNTIL_CLOSE;
        if (head.keepAliveTimeoutSeconds() >= 0) {
            // One second less, so that we close before the pod does.
            maxIdleNs = Math.min(maxIdleNs, (head.keepAliveTimeoutSeconds() - 1L) * 1_000_000_000L);
        }
    }

    boolean isPossible() {
        return possible && maxIdleNs > 0;
    }

    /** Begins to wait. Returns until when it may. */
    long beginIdle(long nowNs) {
        idleSinceNs = nowNs;
        return nowNs + maxIdleNs;
    }

    /** How long it has waited. */
    long idleNs(long nowNs) {
        return nowNs - idleSinceNs;
    }

    boolean isTooOld(long nowNs) {
        return idleNs(nowNs) >= maxIdleNs;
    }
}
