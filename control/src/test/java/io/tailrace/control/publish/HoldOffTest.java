package io.tailrace.control.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class HoldOffTest {
    /** A clock may stand anywhere, also just before its overflow. */
    private static final long START_NS = Long.MAX_VALUE - ms(20);

    private final HoldOff holdOff = new HoldOff();

    @Test
    void shouldNotBeDueWhenNothingHasChanged() {
        assertFalse(holdOff.isDue(START_NS));
        assertEquals(Long.MAX_VALUE, holdOff.dueInNs(START_NS));
    }

    @Test
    void shouldBeDueAtOnceWhenItIsTheFirstChange() {
        holdOff.changed(START_NS);

        assertTrue(holdOff.isDue(START_NS));
    }

    @Test
    void shouldNotBeDueAgainWhenAllIsCompiled() {
        holdOff.changed(START_NS);
        holdOff.compiled(START_NS);

        assertFalse(holdOff.isDue(at(1000)));
    }

    @Test
    void shouldBeDueAtOnceWhenItWasCalm() {
        holdOff.changed(START_NS);
        holdOff.compiled(START_NS);
        holdOff.changed(at(50));

        assertTrue(holdOff.isDue(at(50)));
    }

    @Test
    void shouldWaitForQuietWhenItWasNotCalm() {
        holdOff.changed(START_NS);
        holdOff.compiled(START_NS);
        holdOff.changed(at(40));
        holdOff.changed(at(43));

        assertFalse(holdOff.isDue(at(47)));
        assertEquals(ms(1), holdOff.dueInNs(at(47)));
        assertTrue(holdOff.isDue(at(48)));
    }

    @Test
    void shouldNotWaitLongerThanTheLongestTimeWhenChangesDoNotEnd() {
        holdOff.changed(START_NS);
        holdOff.compiled(START_NS);
        int millis = 10;
        while (!holdOff.isDue(at(millis))) {
            holdOff.changed(at(millis));
            millis++;
        }

        assertEquals(60, millis);
    }

    private static long at(long millis) {
        return START_NS + ms(millis);
    }

    private static long ms(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
