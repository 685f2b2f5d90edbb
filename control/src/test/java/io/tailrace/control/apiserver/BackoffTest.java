package io.tailrace.control.apiserver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    private final Backoff backoff = new Backoff(8 * Backoff.FIRST_NS, new SplittableRandom(1));

    @Test
    void shouldWaitTwiceAsLongAfterEachFailureUpToTheLongest() {
        for (int i = 0; i < 10; i++) {
            assertBetween(Backoff.FIRST_NS << Math.min(i, 3), backoff.failed());
        }
    }

    @Test
    void shouldBeginAnewWhenSomethingSucceeds() {
        backoff.failed();
        backoff.failed();
        backoff.succeeded();

        assertBetween(Backoff.FIRST_NS, backoff.failed());
    }

    private static void assertBetween(long wholeNs, long waitNs) {
        assertTrue(waitNs >= wholeNs / 2 && waitNs <= wholeNs, waitNs + " of " + wholeNs);
    }
}
