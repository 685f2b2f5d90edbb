package io.tailrace.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition by asking again, up to a deadline. */
final class Until {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long PAUSE_NS = 1_000_000;

    private Until() {}

    static void isTrue(String what, BooleanSupplier condition) {
        present(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The value, once there is one. */
    static <T> T present(String what, Supplier<Optional<T>> value) {
        long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < LONGEST.toNanos()) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new AssertionError("not within " + LONGEST + ": " + what);
    }
}
