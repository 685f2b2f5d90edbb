package io.tailrace.control.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PaceTest {
    private final Pace pace = new Pace(100, 3);

    @Test
    void shouldAllowABurstWhenItWasCalm() {
        assertEquals(3, doneAt(7_000));
        assertEquals(100, pace.dueInNs(7_000));
    }

    @Test
    void shouldAllowOnePerIntervalAfterABurst() {
        assertEquals(3, doneAt(-50));
        assertEquals(0, doneAt(49));
        assertEquals(1, doneAt(50));
        assertEquals(1, doneAt(150));
    }

    @Test
    void shouldAllowNoMoreThanABurstAfterALongTime() {
        assertEquals(3, doneAt(0));
        assertEquals(3, doneAt(1_000_000));
    }

    private int doneAt(long nowNs) {
        int done = 0;
        for (; pace.dueInNs(nowNs) == 0; done++) {
            pace.done(nowNs);
        }
        return done;
    }
}
