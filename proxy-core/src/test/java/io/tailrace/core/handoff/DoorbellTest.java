package io.tailrace.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class DoorbellTest {
    private int wakeups;
    private final Doorbell doorbell = new Doorbell(() -> wakeups++);

    @Test
    void shouldWakeOnceWhenParked() {
        doorbell.park();
        doorbell.ring();
        doorbell.ring();
        assertEquals(1, wakeups);
    }

    @Test
    void shouldNotWakeWhenAwake() {
        doorbell.ring();
        doorbell.park();
        doorbell.unpark();
        doorbell.ring();
        assertEquals(0, wakeups);
    }
}
