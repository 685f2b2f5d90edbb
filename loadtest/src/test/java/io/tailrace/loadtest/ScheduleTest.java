package io.tailrace.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final long SECOND_NS = 1_000_000_000L;

    /** A start near the end of the clock's range: times are compared by subtraction only. */
    private static final long START_NS = Long.MAX_VALUE - 1000;

    @Test
    void shouldSpaceRequestsEvenlyWhenTheRateDividesASecond() {
        Schedule schedule = new Schedule(500, 1000, 0, 10_000, 0, 1);
        assertEquals(10_000, schedule.size());
        assertEquals(500, schedule.intendedNs(0));
        assertEquals(1_000_500, schedule.intendedNs(1));
        assertEquals(500 + SECOND_NS, schedule.intendedNs(1000));
        assertEquals(500 + 10 * SECOND_NS, schedule.endNs());
    }

    @Test
    void shouldNotDriftWhenTheRateDoesNotDivideASecond() {
        Random random = new Random(1);
        for (int rate : new int[] {1, 3, 7, 999, 9_999_991, LoadPlan.MAX_RATE}) {
            long total = (long) rate * 2 * LoadPlan.MAX_SECONDS;
            Schedule schedule = new Schedule(0, rate, 0, total, 0, 1);
            for (int i = 0; i < 1000; i++) {
                long k = random.nextLong(total);
                BigInteger exact =
                        BigInteger.valueOf(k)
                                .multiply(BigInteger.valueOf(SECOND_NS))
                                .divide(BigInteger.valueOf(rate));
                assertEquals(exact.longValueExact(), schedule.intendedNs(k));
            }
        }
    }

    @Test
    void shouldCountARequestAsDueWhenItsTimeHasJustCome() {
        Random random = new Random(2);
        for (int rate : new int[] {1, 3, 7, 999, 9_999_991, LoadPlan.MAX_RATE}) {
            for (int shares : new int[] {1, 3}) {
                for (int share = 0; share < shares; share++) {
                    long total = (long) rate * 2 * LoadPlan.MAX_SECONDS;
                    Schedule schedule = new Schedule(START_NS, rate, 0, total, share, shares);
                    for (int i = 0; i < 1000; i++) {
                        long k = random.nextLong(schedule.size());
                        assertEquals(k + 1, schedule.dueBy(schedule.intendedNs(k)));
                        assertEquals(k, schedule.dueBy(schedule.intendedNs(k) - 1));
                    }
                }
            }
        }
    }

    @Test
    void shouldHaveNothingDueBeforeTheStartAndAllAfterTheEnd() {
        Schedule schedule = new Schedule(1000, 10, 0, 20, 0, 1);
        assertEquals(0, schedule.dueBy(999));
        assertEquals(20, schedule.dueBy(schedule.endNs()));
        assertEquals(20, schedule.dueBy(schedule.endNs() + 3600 * SECOND_NS));
    }

    @Test
    void shouldSplitTheRunCompletelyWhenThereAreSeveralShares() {
        Schedule whole = new Schedule(0, 1000, 0, 10, 0, 1);
        long size = 0;
        for (int share = 0; share < 4; share++) {
            Schedule part = new Schedule(0, 1000, 0, 10, share, 4);
            for (long k = 0; k < part.size(); k++) {
                assertEquals(whole.intendedNs(4 * k + share), part.intendedNs(k));
            }
            size += part.size();
        }
        assertEquals(10, size);
    }

    @Test
    void shouldCountOnlyWhatFollowsWhenThereIsAWarmup() {
        Schedule schedule = new Schedule(0, 10, 5, 20, 1, 2);
        assertFalse(schedule.counts(1), "request 3 of the run");
        assertTrue(schedule.counts(2), "request 5 of the run");
        assertEquals(SECOND_NS / 2, schedule.countsFromNs());
    }
}
