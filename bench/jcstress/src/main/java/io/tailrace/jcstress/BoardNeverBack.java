package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.GenerationBoard;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What all cores have seen never shrinks.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"},
        expect = ACCEPTABLE,
        desc = "Monotonic.")
@Outcome(expect = FORBIDDEN, desc = "Shrinks.")
@State
public class BoardNeverBack {
    private final GenerationBoard board = new GenerationBoard(2);

    {
        board.reportSeen(1, 2);
    }

    @Actor
    public void core() {
        board.reportSeen(0, 1);
        board.reportSeen(0, 2);
    }

    @Actor
    public void control(II_Result r) {
        r.r1 = (int) board.seenByAll();
        r.r2 = (int) board.seenByAll();
    }
}
