package io.tailrace.core;

import io.tailrace.core.loop.Clock;
import java.time.Duration;

/**
 * Time that passes when the test says so.
 *
 * <p>Thread: the test's.
 */
public final class HandClock implements Clock {
    private long wallClockAtZero = 1_767_225_600L;
    private long nowNs = 1_000_000_000_000L;

    /** Lets time pass. */
    public void advance(Duration time) {
        nowNs += time.toNanos();
    }

    /** Sets the clock on the wall. */
    void wallClock(long epochSeconds) {
        wallClockAtZero = epochSeconds - nowNs / 1_000_000_000;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public long epochSeconds() {
        return wallClockAtZero + nowNs / 1_000_000_000;
    }
}
