package io.tailrace.loadtest;

/**
 * When each request of one loop is intended to leave, in nanoseconds of {@link System#nanoTime}.
 *
 * <p>The whole run has {@code rate} requests a second, the first at {@code startNs}. Loop {@code
 * share} of {@code shares} sends every {@code shares}-th of them. Every time is computed from the
 * start, so that rounding never adds up.
 *
 * <p>Thread: any (immutable).
 *
 * @param startNs intended time of the run's first request
 * @param rate requests a second of the whole run, 1 to 10,000,000
 * @param warmup how many of the run's first requests are not counted
 * @param total requests of the whole run, warm-up included
 * @param share this loop's number, 0 to {@code shares - 1}
 * @param shares number of loops
 */
record Schedule(long startNs, int rate, long warmup, long total, int share, int shares) {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Number of requests of this share. */
    long size() {
        return shareOf(total);
    }

    /** Intended time of request {@code k} of this share, counted from 0. */
    long intendedNs(long k) {
        return startNs + offsetNs(number(k));
    }

    /** How many requests of this share are due at {@code nowNs} or before. */
    long dueBy(long nowNs) {
        long elapsedNs = nowNs - startNs;
        if (elapsedNs < 0) {
            return 0;
        }
        // Request i is due when floor(i * SECOND / rate) <= elapsed: when i * SECOND < (elapsed +
        // 1) * rate. Whole seconds apart, as the product would not fit.
        long beyondNs = elapsedNs + 1;
        long inFullSeconds = beyondNs / SECOND_NS * rate;
        long inTheRest = Math.ceilDiv(beyondNs % SECOND_NS * rate, SECOND_NS);
        return shareOf(Math.min(total, inFullSeconds + inTheRest));
    }

    /** Whether request {@code k} of this share comes after the warm-up. */
    boolean counts(long k) {
        return number(k) >= warmup;
    }

    /** Intended time of the first request of the whole run that is counted. */
    long countsFromNs() {
        return startNs + offsetNs(warmup);
    }

    /** When the schedule is over: the time of the request that would follow the run's last. */
    long endNs() {
        return startNs + offsetNs(total);
    }

    private long number(long k) {
        return k * shares + share;
    }

    private long offsetNs(long number) {
        return number / rate * SECOND_NS + number % rate * SECOND_NS / rate;
    }

    /** How many of the run's first {@code count} requests belong to this share. */
    private long shareOf(long count) {
        return Math.ceilDiv(Math.max(0, count - share), shares);
    }
}
