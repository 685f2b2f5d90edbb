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
 * Connections that come and go on two cores leave all slots and no count behind.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(id = "2, 0, 0", expect = ACCEPTABLE, desc = "As in the beginning.")
@Outcome(expect = FORBIDDEN, desc = "A slot or a count is lost.")
@State
public class CountSlots {
    private final ConnectionCount count = new ConnectionCount(2, 2, Integer.MAX_VALUE);

    @Actor
    public void one() {
        comeAndGo(0);
    }

    @Actor
    public void other() {
        comeAndGo(1);
    }

    private void comeAndGo(int core) {
        if (count.claim()) {
            count.close(count.place(core), null);
        }
        if (count.claim()) {
            count.unclaim();
        }
    }

    @Arbiter
    public void end(III_Result r) {
        while (count.claim()) {
            r.r1++;
        }
        r.r2 = count.on(0);
        r.r3 = count.on(1);
    }
}
