package io.tailrace.core.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One core's direct buffers in three size classes, within one budget. Memory is taken from the
 * system the first time it is needed and then kept.
 *
 * <p>An empty pool makes its users wait: who is about to read asks {@link #low} first. While it is
 * false, a handler may take {@link #RESERVE} buffers of any class without looking.
 *
 * <p>Thread: core.
 */
public final class BufferPool {
    /** A typical head. */
    public static final int SMALL = 2 * 1024;

    /** A large head, or a body on its way to a slow peer. */
    public static final int MEDIUM = 16 * 1024;

    /** All that one read can bring, with room for a head before it. */
    public static final int LARGE = 68 * 1024;

    /** How many buffers a handler may take once it has seen that the pool is not low. */
    public static final int RESERVE = 4;

    private static final int[] CAPACITY = {SMALL, MEDIUM, LARGE};
    private static final int[] PER_SLAB = {64, 8, 2};

    private final long budgetBytes;
    private final Runnable onRecovered;
    private final ArrayDeque<IoBuffer>[] free = newQueues();
    private long takenBytes;
    private boolean waiting;

    /**
     * @param budgetBytes upper bound of the bytes taken at any time, at least {@value #RESERVE}
     *     large buffers
     * @param onRecovered called when the pool is not low any more, after {@link #low} answered true
     */
    public BufferPool(long budgetBytes, Runnable onRecovered) {
        if (budgetBytes < RESERVE * LARGE) {
            throw new IllegalArgumentException(
                    "buffer budget of " + budgetBytes + " bytes, at least " + RESERVE * LARGE);
        }
        this.budgetBytes = budgetBytes;
        this.onRecovered = onRecovered;
    }

    /** Whether the caller must wait; it is told by {@code onRecovered}. */
    public boolean low() {
        if (takenBytes + (long) RESERVE * LARGE <= budgetBytes) {
            return false;
        }
        waiting = true;
        return true;
    }

    /** Bytes that are out, of all classes. */
    public long takenBytes() {
        return takenBytes;
    }

    /**
     * An empty buffer of at least {@code bytes}, owned by the caller.
     *
     * @param bytes 0 to {@link #LARGE}
     */
    public IoBuffer take(int bytes) {
        int sizeClass = bytes <= SMALL ? 0 : bytes <= MEDIUM ? 1 : 2;
        if (bytes > LARGE) {
            throw new IllegalArgumentException("no buffer of " + bytes + " bytes");
        }
        IoBuffer buffer = free[sizeClass].pollLast();
        if (buffer == null) {
            carve(sizeClass);
            buffer = free[sizeClass].removeLast();
        }
        takenBytes += CAPACITY[sizeClass];
        buffer.resetTo(0);
        return buffer;
    }

    /** Takes a buffer back; the caller must not use it any more. */
    public void give(IoBuffer buffer) {
        takenBytes -= CAPACITY[buffer.sizeClass()];
        free[buffer.sizeClass()].addLast(buffer);
        if (waiting && takenBytes + (long) RESERVE * LARGE <= budgetBytes) {
            waiting = false;
            onRecovered.run();
        }
    }

    private void carve(int sizeClass) {
        int capacity = CAPACITY[sizeClass];
        ByteBuffer slab = ByteBuffer.allocateDirect(capacity * PER_SLAB[sizeClass]);
        for (int i = 0; i < PER_SLAB[sizeClass]; i++) {
            free[sizeClass].addLast(new IoBuffer(slab.slice(i * capacity, capacity), sizeClass));
        }
    }

    @SuppressWarnings({
        "unchecked",
        "rawtypes"
    }) // arrays of a generic type cannot be written otherwise
    private static ArrayDeque<IoBuffer>[] newQueues() {
        ArrayDeque<IoBuffer>[] queues = new ArrayDeque[CAPACITY.length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new ArrayDeque<>();
        }
        return queues;
    }
}
