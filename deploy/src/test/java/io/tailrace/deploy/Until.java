package io.tailrace.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition by asking again, up to a deadline. */
public final class Until {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long PAUSE_NS = 1_000_000;

    private Until() {}

    public static void isTrue(String what, BooleanSupplier condition) {
        isTrue(what, LONGEST, condition);
    }

    /** For what takes long to start. */
    public static void isTrue(String what, Duration longest, BooleanSupplier condition) {
        present(
                what,
                longest,
                () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The value, once there is one. */
    public static <T> T present(String what, Supplier<Optional<T>> value) {
        return present(what, LONGEST, value);
    }

    private static <T> T present(String what, Duration longest, Supplier<Optional<T>> value) {
        long beganNs = System.nanoTime();
        while (System.nanoTime() - beganNs < longest.toNanos()) {
            Optional<T> found = value.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new AssertionError("not within " + longest + ": " + what);
    }
}
