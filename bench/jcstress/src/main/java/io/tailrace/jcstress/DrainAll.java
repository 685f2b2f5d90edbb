package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.DrainSignal;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The drain is over when all cores say so, and not before.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "After both.")
@Outcome(
        id = {"0, 1, 1", "1, 0, 1"},
        expect = ACCEPTABLE,
        desc = "The second one sees it over.")
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "Both had said so.")
@Outcome(expect = FORBIDDEN, desc = "Never over.")
@State
public class DrainAll {
    private final DrainSignal drain = new DrainSignal(2);

    @Actor
    public void one(III_Result r) {
        drain.drained();
        r.r1 = Drained.ask(drain);
    }

    @Actor
    public void other(III_Result r) {
        drain.drained();
        r.r2 = Drained.ask(drain);
    }

    @Arbiter
    public void end(III_Result r) {
        r.r3 = Drained.ask(drain);
    }
}
