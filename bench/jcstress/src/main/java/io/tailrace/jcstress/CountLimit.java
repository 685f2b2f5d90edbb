package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.ConnectionCount;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two cores never pass the limit together, and one of them gets the last slot.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 1", "1, 0"},
        expect = ACCEPTABLE,
        desc = "One has it.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The limit is passed.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The slot is lost.")
@State
public class CountLimit {
    private final ConnectionCount count = new ConnectionCount(2, 1, Integer.MAX_VALUE);

    @Actor
    public void one(II_Result r) {
        r.r1 = count.claim() ? 1 : 0;
    }

    @Actor
    public void other(II_Result r) {
        r.r2 = count.claim() ? 1 : 0;
    }
}
