package io.tailrace.core.loop;

/**
 * The time, where tests move it by hand.
 *
 * <p>Thread: any.
 */
public interface Clock {
    /** Nanoseconds from an arbitrary origin, monotonic; compare by subtraction. */
    long nanoTime();

    /** Seconds since 1970-01-01 UTC. */
    long epochSeconds();

    /** The clocks of the system. */
    static Clock system() {
        return new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public long epochSeconds() {
                return System.currentTimeMillis() / 1000;
            }
        };
    }
}
