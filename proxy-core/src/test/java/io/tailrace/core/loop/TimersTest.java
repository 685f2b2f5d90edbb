package io.tailrace.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.Mailbox;
import io.tailrace.core.handoff.SnapshotCell;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TimersTest {
    private static final long MS = 1_000_000;
    private static final long TICK_NS = 1L << 25;

    private final Timers timers = new Timers(0);
    private final List<Owner> fired = new ArrayList<>();
    private final CoreLoop loop = loop();

    private final class Owner implements Timer.Owner {
        final Timer timer = new Timer(this);
        long dueNs;

        @Override
        public void onDeadline(Timer expired) {
            fired.add(this);
        }

        @Override
        public void onHandlerFailure() {
            throw new AssertionError();
        }
    }

    private long nowNs;

    private void goTo(long ns) {
        nowNs = ns;
        timers.expire(ns, loop);
    }

    @Test
    void shouldFireOnceWhenDeadlineHasPassed() {
        Owner owner = new Owner();
        timers.set(owner.timer, 100 * MS);

        goTo(99 * MS);
        assertTrue(fired.isEmpty());
        goTo(100 * MS + TICK_NS);
        assertEquals(List.of(owner), fired);
        assertFalse(owner.timer.isSet());
        goTo(10_000 * MS);
        assertEquals(1, fired.size());
    }

    @Test
    void shouldNotFireWhenCleared() {
        Owner owner = new Owner();
        timers.set(owner.timer, 100 * MS);
        timers.clear(owner.timer);

        goTo(1_000 * MS);
        assertTrue(fired.isEmpty());
        assertEquals(Long.MAX_VALUE, timers.untilNextNs(nowNs));
    }

    @Test
    void shouldFollowDeadlineThatMovesEitherWay() {
        Owner later = new Owner();
        Owner earlier = new Owner();
        timers.set(later.timer, 100 * MS);
        timers.set(later.timer, 5_000 * MS);
        timers.set(earlier.timer, 5_000 * MS);
        timers.set(earlier.timer, 100 * MS);

        goTo(1_000 * MS);
        assertEquals(List.of(earlier), fired);
        goTo(6_000 * MS);
        assertEquals(List.of(earlier, later), fired);
    }

    @Test
    void shouldFireWhatIsFurtherAwayThanOneRound() {
        Owner owner = new Owner();
        timers.set(owner.timer, 3_600_000 * MS);

        for (long s = 1; s < 3_600; s++) {
            goTo(s * 1_000 * MS);
        }
        assertTrue(fired.isEmpty());
        goTo(3_601_000 * MS);
        assertEquals(1, fired.size());
    }

    @Test
    void shouldFireAfterSleepLongerThanOneRound() {
        Owner owner = new Owner();
        timers.set(owner.timer, 50 * MS);

        goTo(1_000_000 * MS);
        assertEquals(1, fired.size());
    }

    @Test
    void shouldTellWhenToLookNext() {
        assertEquals(Long.MAX_VALUE, timers.untilNextNs(0));
        Owner owner = new Owner();
        timers.set(owner.timer, 1_000 * MS);

        long until = timers.untilNextNs(0);
        assertTrue(until >= 1_000 * MS && until <= 1_000 * MS + TICK_NS, "until " + until);
        goTo(until);
        assertEquals(1, fired.size());
    }

    @Test
    void shouldNeverFireEarlyAndNeverLateWhenAskedInTime() {
        Random random = new Random(11);
        List<Owner> owners = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            owners.add(new Owner());
        }
        long ns = 0;
        for (int step = 0; step < 20_000; step++) {
            Owner owner = owners.get(random.nextInt(owners.size()));
            if (random.nextInt(4) == 0) {
                timers.clear(owner.timer);
                owner.dueNs = 0;
            } else {
                owner.dueNs = ns + 1 + (long) (random.nextDouble() * 200_000 * MS);
                timers.set(owner.timer, owner.dueNs);
            }
            ns += random.nextInt(20) * MS;
            fired.clear();
            goTo(ns);
            for (Owner o : fired) {
                assertTrue(o.dueNs != 0 && o.dueNs <= ns, "early, or cleared");
                o.dueNs = 0;
            }
            for (Owner o : owners) {
                assertTrue(o.dueNs == 0 || o.dueNs > ns - TICK_NS, "late");
            }
        }
    }

    @Test
    void shouldSurviveOwnersThatRemoveOthers() {
        Owner victim = new Owner();
        Timer killer =
                new Timer(
                        new Timer.Owner() {
                            @Override
                            public void onDeadline(Timer expired) {
                                timers.remove(victim.timer);
                            }

                            @Override
                            public void onHandlerFailure() {}
                        });
        timers.set(victim.timer, 100 * MS);
        timers.set(killer, 100 * MS);

        goTo(1_000 * MS);
        assertTrue(fired.isEmpty());
    }

    private static CoreLoop loop() {
        Doorbell doorbell = new Doorbell(() -> {});
        try {
            return new CoreLoop(
                    new CoreStats(0, List.of()),
                    Selector.open(),
                    Clock.system(),
                    doorbell,
                    new Mailbox(doorbell),
                    new SnapshotCell(List.of(doorbell), _ -> {}),
                    new GenerationBoard(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
