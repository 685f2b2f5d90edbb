package io.tailrace.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ConnectionCountTest {
    private static ConnectionCount of(int... onCores) {
        ConnectionCount count =
                new ConnectionCount(onCores.length, Integer.MAX_VALUE, Integer.MAX_VALUE);
        for (int core = 0; core < onCores.length; core++) {
            for (int i = 0; i < onCores[core]; i++) {
                assertTrue(count.claim());
                count.move(count.place(core), core);
            }
            assertEquals(onCores[core], count.on(core));
        }
        return count;
    }

    @Test
    void shouldClaimNoMoreWhenTheLimitIsReached() {
        ConnectionCount count = new ConnectionCount(1, 2, Integer.MAX_VALUE);
        assertTrue(count.claim());
        assertTrue(count.claim());
        assertFalse(count.hasRoom());
        assertFalse(count.claim());
        count.unclaim();
        assertTrue(count.claim());
        assertEquals(0, count.place(0));
        count.close(0, null);
        assertTrue(count.hasRoom());
    }

    @Test
    void shouldStayWhenTheCoreIsHardlyAhead() {
        assertEquals(0, of(0, 0).place(0));
        assertEquals(0, of(1, 0).place(0));
        assertEquals(0, of(125, 100, 110).place(0));
        assertEquals(1, of(125, 100, 110).place(1));
    }

    @Test
    void shouldGoToTheCoreWithTheFewestWhenTheCoreIsAhead() {
        assertEquals(1, of(2, 0, 1).place(0));
        assertEquals(2, of(3, 2, 1).place(0));
        assertEquals(1, of(126, 100, 110).place(0));
    }

    @Test
    void shouldCountWhereItGoesWhenHandedOver() {
        ConnectionCount count = of(4, 0);
        assertEquals(1, count.place(0));
        assertEquals(1, count.on(1));
        count.move(1, 0);
        assertEquals(5, count.on(0));
        assertEquals(0, count.on(1));
        count.close(0, null);
        assertEquals(4, count.on(0));
    }

    @Test
    void shouldSpreadFewConnectionsEvenlyWhenOneCoreAcceptsAll() {
        ConnectionCount count = of(0, 0, 0, 0);
        for (int i = 0; i < 8; i++) {
            count.place(3);
        }
        for (int core = 0; core < 4; core++) {
            assertTrue(count.on(core) >= 1 && count.on(core) <= 3, "core " + core);
        }
    }
}
