package io.tailrace.core.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One core's direct buffers in three size classes, within one budget. Memory is taken from the
 * system the first time it is needed and then kept.
 *
 * <p>An empty pool makes its users wait: who is about to read asks first. While {@link
 * #hasReserve}, a handler may take {@link #RESERVE} buffers of any class without looking. New
 * requests are read only while the pool {@link #isAmple}: the difference is for responses, whose
 * end gives buffers back.
 *
 * <p>Thread: core.
 */
public final class BufferPool {
    /** A typical head. */
    public static final int SMALL = 2 * 1024;

    /** A large head, or a body on its way to a slow peer. */
    public static final int MEDIUM = 16 * 1024;

    /** All that one read can bring, with room for a head before it, and sealed in TLS records. */
    public static final int LARGE = 69 * 1024;

    /** How many buffers a handler may take once it has seen that the pool is not low. */
    public static final int RESERVE = 4;

    /** Room for a usual response head before the bytes of a read. */
    private static final int HEAD_ALLOWANCE = 512;

    private static final int[] CAPACITY = {SMALL, MEDIUM, LARGE};
    private static final int[] PER_SLAB = {64, 8, 2};

    private final long budgetBytes;
    private final Runnable onGiven;
    private final ArrayDeque<IoBuffer>[] free = newQueues();
    private long takenBytes;

    /**
     * @param budgetBytes upper bound of the bytes taken at any time, at least {@value #RESERVE}
     *     large buffers
     * @param onGiven called whenever a buffer came back
     */
    public BufferPool(long budgetBytes, Runnable onGiven) {
        if (budgetBytes < RESERVE * LARGE) {
            throw new IllegalArgumentException(
                    "buffer budget of " + budgetBytes + " bytes, at least " + RESERVE * LARGE);
        }
        this.budgetBytes = budgetBytes;
        this.onGiven = onGiven;
    }

    /** Whether a handler may take what it needs. */
    public boolean hasReserve() {
        return takenBytes <= budgetBytes - (long) RESERVE * LARGE;
    }

    /** Whether there is also enough left to see what is going on to its end. */
    public boolean isAmple() {
        return takenBytes <= (budgetBytes - (long) RESERVE * LARGE) / 4 * 3;
    }

    /**
     * How many bytes a read should bring at most, so that what a slow peer does not take of them
     * fits a class that the pool can afford: the fuller it is out, the smaller. Slow peers by the
     * thousand then cost each other speed, and nobody else the service.
     */
    public int readLimit() {
        if (takenBytes <= budgetBytes / 4) {
            return LARGE;
        }
        return takenBytes <= budgetBytes / 2 ? MEDIUM - HEAD_ALLOWANCE : SMALL - HEAD_ALLOWANCE;
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
        onGiven.run();
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
