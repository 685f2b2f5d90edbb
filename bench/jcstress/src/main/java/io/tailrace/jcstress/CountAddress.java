package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.ConnectionCount;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One address never has more than its limit, and gets its place back.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 1, 1", "1, 0, 1"},
        expect = ACCEPTABLE,
        desc = "One is admitted.")
@Outcome(expect = FORBIDDEN, desc = "Both, neither, or never again.")
@State
public class CountAddress {
    private final ConnectionCount count = new ConnectionCount(2, 9, 1);

    @Actor
    public void one(III_Result r) {
        r.r1 = count.admit("client") ? 1 : 0;
    }

    @Actor
    public void other(III_Result r) {
        r.r2 = count.admit("client") ? 1 : 0;
    }

    @Arbiter
    public void end(III_Result r) {
        count.close(0, "client");
        r.r3 = count.admit("client") ? 1 : 0;
    }
}
