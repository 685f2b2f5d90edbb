package io.tailrace.core.handoff;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * What one core counts and measures.
 *
 * <p>Thread: handoff. Writer: the core. Readers: any thread for the counters, one thread at a time
 * for {@link #takeLatency}.
 *
 * <p>Ordering: none between counters (opaque stores); each is monotonic for its reader. Progress:
 * the writer is wait-free, and pays a plain load and store per count.
 */
public final class CoreStats {
    private static final long LONGEST_NS = 3_600_000_000_000L;
    private static final int COUNTERS = Counter.values().length;

    private final int core;
    private final List<String> reasons;
    private final AtomicLongArray counts;
    private final SingleWriterRecorder latency = new SingleWriterRecorder(LONGEST_NS, 2);
    private @Nullable Histogram interval;

    /**
     * @param core number of the core, from 0
     * @param reasons stable codes of everything that the proxy answers or cuts by itself
     */
    public CoreStats(int core, List<String> reasons) {
        this.core = core;
        this.reasons = List.copyOf(reasons);
        this.counts = new AtomicLongArray(COUNTERS + reasons.size());
    }

    public int core() {
        return core;
    }

    /** Core thread. */
    public void increment(Counter counter) {
        add(counter.ordinal(), 1);
    }

    /** Core thread. */
    public void decrement(Counter counter) {
        add(counter.ordinal(), -1);
    }

    /** Counts a response by its status, 100 to 999. Core thread. */
    public void countResponse(int status) {
        int statusClass = Math.min(status / 100, 5);
        add(Counter.RESPONSES_1XX.ordinal() + statusClass - 1, 1);
    }

    /** Counts what the proxy did by itself; {@code index} into {@link #reasons}. Core thread. */
    public void countReason(int index) {
        add(COUNTERS + index, 1);
    }

    /** Records the latency of an exchange, in nanoseconds. Core thread. */
    public void recordLatency(long latencyNs) {
        latency.recordValue(Math.clamp(latencyNs, 1, LONGEST_NS));
    }

    public long get(Counter counter) {
        return counts.getOpaque(counter.ordinal());
    }

    public List<String> reasons() {
        return reasons;
    }

    public long reason(int index) {
        return counts.getOpaque(COUNTERS + index);
    }

    /**
     * Latencies in nanoseconds since the last call; the histogram is overwritten by the next call.
     * One thread at a time.
     */
    public synchronized Histogram takeLatency() {
        interval = latency.getIntervalHistogram(interval);
        return interval;
    }

    private void add(int slot, long delta) {
        counts.setOpaque(slot, counts.getPlain(slot) + delta);
    }
}
