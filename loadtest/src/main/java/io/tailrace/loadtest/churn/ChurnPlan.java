package io.tailrace.loadtest.churn;

import io.tailrace.loadtest.Target;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One run as it was asked for, checked.
 *
 * <p>Thread: any (immutable).
 *
 * @param target the proxy
 * @param admin where it tells its generation
 * @param manifests the directory that it watches
 * @param controller that the IngressClass names
 * @param connections kept connections with requests, 1 to 10,000
 * @param tunnels 0 to 10,000
 * @param rate requests a second of all connections together, 1 to 100,000
 * @param changes 1 to 10,000,000
 * @param changesPerSecond at most, 1 to 100; the next one waits until the last is in force
 * @param seconds longest time of all changes, 1 to 86,400
 * @param timeoutMs for an answer, and for a change to be in force; 1 to 60,000
 * @param seed of everything that is at random
 * @param pid whose memory is watched
 */
record ChurnPlan(
        Target target,
        Target admin,
        Path manifests,
        String controller,
        int connections,
        int tunnels,
        int rate,
        int changes,
        int changesPerSecond,
        int seconds,
        int timeoutMs,
        long seed,
        OptionalLong pid) {

    /** A connection that rests for long may be closed by right. */
    private static final int LONGEST_REST_S = 30;

    /**
     * @throws IllegalArgumentException with one line for the user
     */
    ChurnPlan {
        inRange("--connections", connections, 1, 10_000);
        inRange("--tunnels", tunnels, 0, 10_000);
        inRange("--rate", rate, 1, 100_000);
        inRange("--changes", changes, 1, 10_000_000);
        inRange("--changes-per-second", changesPerSecond, 1, 100);
        inRange("--seconds", seconds, 1, 86_400);
        if (timeoutMs < 1 || timeoutMs > 60_000) {
            throw new IllegalArgumentException("--timeout: must be 1ms to 60s");
        }
        if (connections > (long) rate * LONGEST_REST_S) {
            throw new IllegalArgumentException(
                    "--rate %d: each of %d connections would rest for more than %d s"
                            .formatted(rate, connections, LONGEST_REST_S));
        }
    }

    private static void inRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s %d: must be %d to %d".formatted(option, value, min, max));
        }
    }
}
