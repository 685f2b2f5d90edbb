package io.tailrace.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WaitingLineTest {
    private static final class Waiter extends Deferred.Task {
        @Override
        public void run() {}

        @Override
        public void onFailure() {}
    }

    @Test
    void shouldServeInTheOrderOfComingWithoutThoseWhoLeft() {
        Random random = new Random(7);
        WaitingLine line = new WaitingLine();
        List<Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiters.add(new Waiter());
        }
        List<Waiter> naive = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Waiter waiter = waiters.get(random.nextInt(waiters.size()));
            switch (random.nextInt(3)) {
                case 0 -> {
                    line.add(waiter);
                    if (!naive.contains(waiter)) {
                        naive.add(waiter);
                    }
                }
                case 1 -> {
                    waiter.leaveLine();
                    naive.remove(waiter);
                }
                default -> assertSame(naive.isEmpty() ? null : naive.removeFirst(), line.poll());
            }
            assertEquals(naive.isEmpty(), line.isEmpty());
        }
    }

    @Test
    void shouldKeepATaskInTheLineWhereItWaits() {
        WaitingLine one = new WaitingLine();
        WaitingLine other = new WaitingLine();
        Waiter waiter = new Waiter();
        one.add(waiter);
        other.add(waiter);
        assertTrue(other.isEmpty());
        assertSame(waiter, one.poll());
        assertNull(one.poll());
        other.add(waiter);
        assertSame(waiter, other.poll());
    }
}
