package io.tailrace.control.publish;

import java.util.concurrent.TimeUnit;

/**
 * When to compile. The first change after a calm time is compiled at once. What follows within it
 * gathers until nothing has come for the quiet time, or the first of it has waited for the longest
 * time.
 *
 * <p>Thread: control.
 */
public final class HoldOff {
    static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(5);
    static final long LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /** As long as the longest wait: no two compiles without a wait lie closer together. */
    static final long CALM_NS = LONGEST_NS;

    private boolean pending;
    private long firstNs;
    private long lastNs;
    private boolean compiled;
    private long compiledNs;

    /** Something has changed. */
    public void changed(long nowNs) {
        if (!pending) {
            pending = true;
            firstNs = nowNs;
        }
        lastNs = nowNs;
    }

    /** It is time to compile. */
    public boolean isDue(long nowNs) {
        return dueInNs(nowNs) == 0;
    }

    /** Nanoseconds until it is time to compile; {@code Long.MAX_VALUE}: nothing has changed. */
    public long dueInNs(long nowNs) {
        if (!pending) {
            return Long.MAX_VALUE;
        }
        if (!compiled || firstNs - compiledNs >= CALM_NS) {
            return 0;
        }
        long waitNs = Math.min(lastNs + QUIET_NS - nowNs, firstNs + LONGEST_NS - nowNs);
        return Math.max(0, waitNs);
    }

    /** All changes so far are compiled. */
    public void compiled(long nowNs) {
        pending = false;
        compiled = true;
        compiledNs = nowNs;
    }
}
