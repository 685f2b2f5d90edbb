package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.tls.CertTable;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A core that is about to sleep sees what was published, or is woken.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0", "1, 1"},
        expect = ACCEPTABLE,
        desc = "Seen, woken, or both.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "A lost wake-up: it sleeps and knows nothing.")
@State
public class SnapshotWakeUp {
    private static final Snapshot NEWER =
            Snapshot.of(1, RouteTable.empty(), List.of(), CertTable.empty());

    private final Doorbell doorbell = new Doorbell(this::wake);
    private final SnapshotCell cell = new SnapshotCell(List.of(doorbell), snapshot -> {});
    private int woken;

    private void wake() {
        woken = 1;
    }

    @Actor
    public void control() {
        cell.publish(NEWER);
    }

    @Actor
    public void core(II_Result r) {
        doorbell.park();
        r.r1 = (int) cell.current().generation();
    }

    @Arbiter
    public void end(II_Result r) {
        r.r2 = woken;
    }
}
