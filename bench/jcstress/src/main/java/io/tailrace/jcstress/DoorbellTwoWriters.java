package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.Doorbell;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two writers at once wake a parked core at least once.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Woken once.")
@Outcome(expect = FORBIDDEN, desc = "Never woken, or twice for one sleep.")
@State
public class DoorbellTwoWriters {
    private final AtomicInteger woken = new AtomicInteger();
    private final Doorbell doorbell = new Doorbell(woken::incrementAndGet);

    {
        doorbell.park();
    }

    @Actor
    public void one() {
        doorbell.ring();
    }

    @Actor
    public void other() {
        doorbell.ring();
    }

    @Arbiter
    public void end(I_Result r) {
        r.r1 = woken.get();
    }
}
