package io.tailrace.loadtest;

import java.util.OptionalLong;

/**
 * One run as it was asked for, checked.
 *
 * <p>Thread: any (immutable).
 *
 * @param target where the requests go
 * @param request what is sent
 * @param rate requests a second of all threads together, 1 to 10,000,000
 * @param connections of all threads together, 1 to 100,000
 * @param seconds counted time, 1 to 86,400
 * @param warmupSeconds time before it, 0 to 86,400
 * @param threads 1 to 64, at most one a connection
 * @param timeoutNs 1 ms to 1 h from a request's intended time; also for opening a connection
 * @param expectStatus status of a right response, 200 to 999
 * @param expectBytes body length of a right response, if it matters
 */
record LoadPlan(
        Target target,
        RequestTemplate request,
        int rate,
        int connections,
        int seconds,
        int warmupSeconds,
        int threads,
        long timeoutNs,
        int expectStatus,
        OptionalLong expectBytes) {
    static final int MAX_RATE = 10_000_000;
    static final int MAX_CONNECTIONS = 100_000;
    static final int MAX_SECONDS = 86_400;
    static final int MAX_THREADS = 64;
    static final long MAX_TIMEOUT_NS = 3_600_000_000_000L;

    /**
     * @throws IllegalArgumentException with one line for the user
     */
    LoadPlan {
        inRange("--rate", rate, 1, MAX_RATE);
        inRange("--connections", connections, 1, MAX_CONNECTIONS);
        inRange("--seconds", seconds, 1, MAX_SECONDS);
        inRange("--warmup", warmupSeconds, 0, MAX_SECONDS);
        inRange("--threads", threads, 1, MAX_THREADS);
        inRange("--expect-status", expectStatus, 200, 999);
        if (threads > connections) {
            throw new IllegalArgumentException(
                    "--threads %d: each needs a connection, and --connections is %d"
                            .formatted(threads, connections));
        }
        if (timeoutNs < 1_000_000 || timeoutNs > MAX_TIMEOUT_NS) {
            throw new IllegalArgumentException("--timeout: must be 1ms to 1h");
        }
        if (expectBytes.isPresent() && expectBytes.getAsLong() < 0) {
            throw new IllegalArgumentException("--expect-bytes: must not be negative");
        }
    }

    /** Connections of thread {@code number}: the first ones take what division leaves over. */
    int connectionsOf(int number) {
        return connections / threads + (number < connections % threads ? 1 : 0);
    }

    /** The sending times of thread {@code number}. */
    Schedule scheduleOf(int number, long startNs) {
        long warmup = (long) rate * warmupSeconds;
        long total = warmup + (long) rate * seconds;
        return new Schedule(startNs, rate, warmup, total, number, threads);
    }

    static void inRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s %d: must be %d to %d".formatted(option, value, min, max));
        }
    }
}
