package io.tailrace.core.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final RetryBudget budget = new RetryBudget(0);

    private int takeAll(long nowNs) {
        int taken = 0;
        while (budget.take(nowNs)) {
            taken++;
        }
        return taken;
    }

    @Test
    void shouldGrantTenWhenThereAreFewRequests() {
        assertEquals(10, takeAll(0));
        assertEquals(0, takeAll(9 * SECOND_NS));
    }

    @Test
    void shouldGrantFifthOfRequests() {
        for (int i = 0; i < 1_000; i++) {
            budget.countRequest(i * SECOND_NS / 200);
        }
        assertEquals(200, takeAll(5 * SECOND_NS));
    }

    @Test
    void shouldForgetAfterTenSeconds() {
        for (int i = 0; i < 1_000; i++) {
            budget.countRequest(0);
        }
        assertEquals(200, takeAll(SECOND_NS));
        assertEquals(0, takeAll(9 * SECOND_NS));
        assertEquals(0, takeAll(10 * SECOND_NS));
        assertEquals(10, takeAll(11 * SECOND_NS));
        assertEquals(10, takeAll(1_000_000 * SECOND_NS));
    }

    @Test
    void shouldWorkWithAnyOriginOfTime() {
        RetryBudget negative = new RetryBudget(-3 * SECOND_NS);
        for (long s = -3; s < 30; s++) {
            negative.countRequest(s * SECOND_NS);
            negative.take(s * SECOND_NS);
        }
    }
}
