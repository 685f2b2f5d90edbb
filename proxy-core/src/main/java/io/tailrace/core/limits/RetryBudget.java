package io.tailrace.core.limits;

/**
 * Keeps retries from multiplying the load of pods that fail because of load: over the last 10
 * seconds at most 20 % of a core's requests, and at least 10, may be followed by another attempt.
 *
 * <p>Thread: core.
 */
public final class RetryBudget {
    private static final int SECONDS = 10;
    private static final int LEAST = 10;
    private static final int REQUESTS_PER_RETRY = 5;
    private static final long SECOND_NS = 1_000_000_000;

    private final int[] requestsBySecond = new int[SECONDS];
    private final int[] retriesBySecond = new int[SECONDS];
    private int requests;
    private int retries;
    private long second;

    /** Starts empty. */
    public RetryBudget(long nowNs) {
        second = nowNs / SECOND_NS;
    }

    /** A request was routed. */
    public void countRequest(long nowNs) {
        forgetBefore(nowNs);
        requestsBySecond[slot()]++;
        requests++;
    }

    /** Returns whether another attempt is within the budget, and spends it. */
    public boolean take(long nowNs) {
        forgetBefore(nowNs);
        if (retries >= Math.max(LEAST, requests / REQUESTS_PER_RETRY)) {
            return false;
        }
        retriesBySecond[slot()]++;
        retries++;
        return true;
    }

    private void forgetBefore(long nowNs) {
        long newest = nowNs / SECOND_NS;
        for (int i = 0; second < newest && i < SECONDS; i++) {
            second++;
            requests -= requestsBySecond[slot()];
            retries -= retriesBySecond[slot()];
            requestsBySecond[slot()] = 0;
            retriesBySecond[slot()] = 0;
        }
        second = newest;
    }

    private int slot() {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
