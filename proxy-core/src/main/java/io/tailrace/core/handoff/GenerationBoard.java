package io.tailrace.core.handoff;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far each core has come with the generations.
 *
 * <p>Thread: handoff. Writers: each core its own two slots, monotonically. Reader: any thread.
 *
 * <p>Ordering: release and acquire. A core reports <em>seen</em> once it decides by that
 * generation: it starts no exchange by an older one afterwards. It reports <em>clean</em> once it
 * also holds no exchange that was routed by an older one.
 */
public final class GenerationBoard {
    /** Longs between two cores' slots: two cache lines, so that cores do not disturb each other. */
    private static final int STRIDE = 16;

    private final int cores;
    private final AtomicLongArray slots;

    /**
     * @param cores 1 or more
     */
    public GenerationBoard(int cores) {
        this.cores = cores;
        this.slots = new AtomicLongArray((cores + 1) * STRIDE);
    }

    public int cores() {
        return cores;
    }

    /** That core's own thread. */
    public void reportSeen(int core, long generation) {
        slots.setRelease((core + 1) * STRIDE, generation);
    }

    /** That core's own thread. */
    public void reportClean(int core, long generation) {
        slots.setRelease((core + 1) * STRIDE + 1, generation);
    }

    /** The newest generation that this core decides by. Any thread. */
    public long seen(int core) {
        return slots.getAcquire((core + 1) * STRIDE);
    }

    /** The newest generation before which this core holds nothing. Any thread. */
    public long clean(int core) {
        return slots.getAcquire((core + 1) * STRIDE + 1);
    }

    /** The newest generation that every core has seen. Any thread. */
    public long seenByAll() {
        long least = Long.MAX_VALUE;
        for (int core = 0; core < cores; core++) {
            least = Math.min(least, seen(core));
        }
        return least;
    }

    /** The newest generation before which no core holds anything. Any thread. */
    public long cleanByAll() {
        long least = Long.MAX_VALUE;
        for (int core = 0; core < cores; core++) {
            least = Math.min(least, clean(core));
        }
        return least;
    }
}
