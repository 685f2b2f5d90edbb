package io.tailrace.control.apiserver;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long after each failure, half of it by chance, so
 * that those who failed together do not come back together.
 *
 * <p>Thread: one.
 */
final class Backoff {
    static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final long longestNs;
    private final RandomGenerator random;
    private long nextNs = FIRST_NS;

    Backoff(long longestNs, RandomGenerator random) {
        this.longestNs = longestNs;
        this.random = random;
    }

    /** The wait after one more failure. */
    long failed() {
        long wholeNs = nextNs;
        nextNs = Math.min(longestNs, 2 * wholeNs);
        return wholeNs / 2 + random.nextLong(wholeNs / 2 + 1);
    }

    void succeeded() {
        nextNs = FIRST_NS;
    }
}
