package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.CoreStats;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Taking the latencies while the core records loses none and counts none twice.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 2", "1, 1", "2, 0"},
        expect = ACCEPTABLE,
        desc = "Each in one interval.")
@Outcome(expect = FORBIDDEN, desc = "Lost, or counted twice.")
@State
public class LatencySwap {
    private final CoreStats stats = new CoreStats(0, List.of());

    @Actor
    public void core() {
        stats.recordLatency(1);
        stats.recordLatency(2);
    }

    @Actor
    public void reader(II_Result r) {
        r.r1 = (int) stats.takeLatency().getTotalCount();
    }

    @Arbiter
    public void end(II_Result r) {
        r.r2 = (int) stats.takeLatency().getTotalCount();
    }
}
