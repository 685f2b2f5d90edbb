package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.tls.CertTable;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A core never sees an older snapshot after a newer one, and none that is half built.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 0, 1", "0, 1, 1", "0, 2, 1", "1, 1, 1", "1, 2, 1", "2, 2, 1"},
        expect = ACCEPTABLE,
        desc = "In order.")
@Outcome(expect = FORBIDDEN, desc = "Back to an older one, or half built.")
@State
public class SnapshotOrder {
    private final SnapshotCell cell = new SnapshotCell(List.of(), snapshot -> {});

    @Actor
    public void control() {
        cell.publish(snapshot(1));
        cell.publish(snapshot(2));
    }

    @Actor
    public void core(III_Result r) {
        Snapshot first = cell.current();
        Snapshot second = cell.current();
        r.r1 = (int) first.generation();
        r.r2 = (int) second.generation();
        r.r3 = isWhole(first) && isWhole(second) ? 1 : 0;
    }

    private static Snapshot snapshot(long generation) {
        return Snapshot.of(generation, RouteTable.empty(), List.of(), CertTable.empty());
    }

    // Fields that are never null once the constructor is through.
    @SuppressWarnings("ConstantValue")
    private static boolean isWhole(Snapshot snapshot) {
        return snapshot.routes() != null && snapshot.certificates() != null;
    }
}
