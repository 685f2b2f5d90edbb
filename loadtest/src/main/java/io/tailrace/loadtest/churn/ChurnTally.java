package io.tailrace.loadtest.churn;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What a run counts.
 *
 * <p>Thread: any.
 */
final class ChurnTally {
    private static final long LONGEST_NS = 60_000_000_000L;

    /** How often, and the first one in words. */
    record Count(long count, String first) {}

    final LongAdder byPods = new LongAdder();
    final LongAdder withoutRule = new LongAdder();
    final LongAdder byVersionBefore = new LongAdder();
    final LongAdder tunnelsOpened = new LongAdder();
    final LongAdder tunnelBytes = new LongAdder();
    private final Histogram latenciesNs = new ConcurrentHistogram(LONGEST_NS, 3);
    private final EnumMap<Violation, Count> violations = new EnumMap<>(Violation.class);

    /** An answer that fits. */
    void right(String pod, Timeline.Fit fit) {
        (pod.isEmpty() ? withoutRule : byPods).increment();
        if (fit == Timeline.Fit.BEFORE) {
            byVersionBefore.increment();
        }
    }

    void latency(long ns) {
        latenciesNs.recordValue(Math.clamp(ns, 0, LONGEST_NS));
    }

    synchronized void violation(Violation violation, String what) {
        violations.merge(
                violation,
                new Count(1, what),
                (old, added) -> new Count(old.count() + 1, old.first()));
    }

    synchronized Map<Violation, Count> violations() {
        return new EnumMap<>(violations);
    }

    Histogram latenciesNs() {
        return latenciesNs;
    }
}
