package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.DrainSignal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Who waits for the drain sees what the cores did before it.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "1, 1"},
        expect = ACCEPTABLE,
        desc = "Done before drained.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Drained without what was done.")
@State
public class DrainOrder {
    private final DrainSignal drain = new DrainSignal(1);
    private int done;

    @Actor
    public void core() {
        done = 1;
        drain.drained();
    }

    @Actor
    public void waiter(II_Result r) {
        r.r1 = Drained.ask(drain);
        r.r2 = done;
    }
}
