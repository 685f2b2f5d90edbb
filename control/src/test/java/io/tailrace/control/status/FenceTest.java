package io.tailrace.control.status;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class FenceTest {
    private final Fence fence = new Fence();

    @Test
    void shouldBeClosedWhenTheLeaseWasNeverOurs() {
        assertFalse(fence.isOpen(0));
        assertFalse(fence.isOpen(Long.MIN_VALUE));
    }

    @Test
    void shouldCloseByItselfWhenNothingRenewsTheLease() {
        long nowNs = Long.MAX_VALUE - 5;
        fence.renewed(nowNs);

        assertTrue(fence.isOpen(nowNs));
        assertTrue(fence.isOpen(nowNs + Fence.OPEN_NS - 1));
        assertFalse(fence.isOpen(nowNs + Fence.OPEN_NS));
    }

    @Test
    void shouldBeClosedWhenTheLeaseIsLost() {
        fence.renewed(100);
        fence.close();

        assertFalse(fence.isOpen(101));
    }
}
