package io.tailrace.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tailrace.core.handoff.GenerationBoard;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A generation is clean only after it was seen, and what the core did before is visible.
 *
 * <p>Thread: jcstress's.
 */
@JCStressTest
@Outcome(
        id = {"0, 0, 0", "0, 0, 1", "0, 1, 1", "1, 1, 1"},
        expect = ACCEPTABLE,
        desc = "In order.")
@Outcome(expect = FORBIDDEN, desc = "Clean before seen, or without what the core did before.")
@State
public class BoardOrder {
    private final GenerationBoard board = new GenerationBoard(1);
    private int done;

    @Actor
    public void core() {
        done = 1;
        board.reportSeen(0, 1);
        board.reportClean(0, 1);
    }

    @Actor
    public void control(III_Result r) {
        r.r1 = (int) board.cleanByAll();
        r.r2 = (int) board.seenByAll();
        r.r3 = done;
    }
}
