package io.tailrace.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BufferPoolTest {
    private int recovered;

    private BufferPool pool(int largeBuffers) {
        return new BufferPool((long) largeBuffers * BufferPool.LARGE, () -> recovered++);
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
    void shouldBeLowWhileReserveIsOutAndTellWhenItIsBack() {
        BufferPool pool = pool(BufferPool.RESERVE + 1);
        assertFalse(pool.low());
        IoBuffer one = pool.take(BufferPool.LARGE);
        assertFalse(pool.low());
        IoBuffer two = pool.take(BufferPool.SMALL);
        assertTrue(pool.low());
        pool.give(two);
        assertEquals(1, recovered);
        pool.give(one);
        assertEquals(1, recovered);
        assertEquals(0, pool.takenBytes());
    }
}
