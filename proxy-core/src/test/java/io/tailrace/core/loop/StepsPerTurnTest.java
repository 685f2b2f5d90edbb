package io.tailrace.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepsPerTurnTest {
    private final CoreStats stats = new CoreStats(0, List.of());
    private final Deferred deferred = new Deferred();
    private final StepsPerTurn steps = new StepsPerTurn(stats, deferred, 2);
    private final List<Integer> stepped = new ArrayList<>();

    private final class Comer extends Deferred.Task {
        private final int number;

        Comer(int number) {
            this.number = number;
        }

        @Override
        public void run() {
            if (steps.mayStep(this)) {
                stepped.add(number);
            }
        }

        @Override
        public void onFailure() {}
    }

    /** What a loop does with its deferred work in one turn. */
    private void turn() {
        stats.increment(Counter.TURNS);
        for (int i = deferred.size(); i > 0; i--) {
            Deferred.Task task = deferred.poll();
            if (task != null) {
                task.run();
            }
        }
    }

    @Test
    void shouldServeTheFirstToComeAndTakeLittleOfATurn() {
        stats.increment(Counter.TURNS);
        List<Comer> comers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            comers.add(new Comer(i));
            comers.getLast().run();
        }
        assertEquals(List.of(0, 1), stepped);
        comers.get(5).leaveLine();
        while (!deferred.isEmpty()) {
            int before = stepped.size();
            assertTrue(deferred.size() <= 3, "others' work waits for theirs");
            turn();
            assertTrue(stepped.size() - before <= 2);
        }
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            if (i != 5) {
                expected.add(i);
            }
        }
        assertEquals(expected, stepped);
    }

    @Test
    void shouldTakeNoMoreStepsWhenSomebodyComesAfterTheLastWhoWaited() {
        stats.increment(Counter.TURNS);
        for (int i = 0; i < 4; i++) {
            new Comer(i).run();
        }
        turn();
        assertEquals(List.of(0, 1), stepped);
        // The line is empty, and the last two are to step in this turn.
        stats.increment(Counter.TURNS);
        new Comer(9).run();
        assertEquals(List.of(0, 1), stepped);
        while (!deferred.isEmpty()) {
            turn();
        }
        assertEquals(List.of(0, 1, 2, 3, 9), stepped);
    }

    @Test
    void shouldLetNobodyPastThoseWhoWait() {
        stats.increment(Counter.TURNS);
        for (int i = 0; i < 5; i++) {
            new Comer(i).run();
        }
        stats.increment(Counter.TURNS);
        new Comer(9).run();
        while (!deferred.isEmpty()) {
            turn();
        }
        assertEquals(List.of(0, 1, 2, 3, 4, 9), stepped);
    }
}
