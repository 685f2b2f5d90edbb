package io.tailrace.control.status;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: twice as long after each, within limits, and for some part by
 * chance, so that those who fail together do not come back together.
 *
 * <p>Thread: any (stateless).
 */
final class Backoff {
    static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(200);
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(30);

    private Backoff() {}

    /**
     * Nanoseconds to wait.
     *
     * @param failures in a row, 1 or more
     */
    static long afterNs(int failures, RandomGenerator chance) {
        long longest = Math.min(LONGEST_NS, FIRST_NS << Math.min(failures - 1, 20));
        return longest / 2 + chance.nextLong(longest / 2 + 1);
    }
}
