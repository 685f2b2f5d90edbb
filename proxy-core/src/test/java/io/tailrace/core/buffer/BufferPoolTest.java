package io.tailrace.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BufferPoolTest {
    private int given;

    private BufferPool pool(int largeBuffers) {
        return new BufferPool((long) largeBuffers * BufferPool.LARGE, () -> given++);
    }

    @Test
    void shouldGiveSmallestClassThatFits() {
        BufferPool pool = pool(8);
        assertEquals(BufferPool.SMALL, pool.take(1).capacity());
        assertEquals(BufferPool.SMALL, pool.take(BufferPool.SMALL).capacity());
        assertEquals(BufferPool.MEDIUM, pool.take(BufferPool.SMALL + 1).capacity());
        assertEquals(BufferPool.LARGE, pool.take(BufferPool.LARGE).capacity());
        assertThrows(IllegalArgumentException.class, () -> pool.take(BufferPool.LARGE + 1));
    }

    @Test
    void shouldReuseWhatWasGivenBackEmpty() {
        BufferPool pool = pool(8);
        IoBuffer buffer = pool.take(100);
        buffer.produce(50);
        pool.give(buffer);
        IoBuffer again = pool.take(100);
        assertSame(buffer, again);
        assertEquals(0, again.size());
        assertNotSame(again, pool.take(100));
    }

    @Test
    void shouldKeepBuffersOfOneSlabApart() {
        BufferPool pool = pool(8);
        IoBuffer one = pool.take(1);
        IoBuffer other = pool.take(1);
        one.bytes().setMemory(0, one.capacity(), (byte) 1);
        other.bytes().setMemory(0, other.capacity(), (byte) 2);
        assertEquals(1, one.bytes().getByte(0));
        assertEquals(1, one.bytes().getByte(one.capacity() - 1));
    }

    @Test
    void shouldKeepReserveAndMoreForWhatIsGoingOn() {
        BufferPool pool = pool(BufferPool.RESERVE + 4);
        IoBuffer[] taken = new IoBuffer[5];
        for (int i = 0; i < 5; i++) {
            assertEquals(i <= 3, pool.isAmple(), "ample with " + i);
            assertEquals(i <= 4, pool.hasReserve(), "reserve with " + i);
            taken[i] = pool.take(BufferPool.LARGE);
        }
        assertFalse(pool.hasReserve());
        for (IoBuffer buffer : taken) {
            pool.give(buffer);
        }
        assertEquals(5, given);
        assertEquals(0, pool.takenBytes());
        assertTrue(pool.isAmple());
    }

    @Test
    void shouldLimitReadsTheMoreTheFullerItIsOut() {
        BufferPool pool = pool(16);
        int before = pool.readLimit();
        for (int i = 0; i < 16; i++) {
            pool.take(BufferPool.LARGE);
            assertTrue(pool.readLimit() <= before);
            before = pool.readLimit();
        }
        assertTrue(before < BufferPool.SMALL);
    }
}
