package io.tailrace.control.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecisionTest {
    private static final long S = TimeUnit.SECONDS.toNanos(1);

    private final RuleSets sets = new RuleSets();
    private Rules inForce = Rules.NONE;
    private Guard guard = Guard.of(true);
    private long nowNs = -3 * S;

    @Test
    void shouldHoldRemovalsWhenMoreThanHalfWouldGoAtOnce() {
        decide(sets.putHosts(0, 20));
        decide(
                sets.removeHosts(0, 11)
                        .put("h15.example", "/a=other", "/b=web")
                        .put("new.example", "/=web"));

        assertTrue(guard.holding());
        assertEquals(22, guard.held());
        assertEquals(41, inForce.count());
        assertEquals("web", flat().get("h00.example/a"));
        assertEquals("other", flat().get("h15.example/a"));
        assertEquals("web", flat().get("new.example/"));
    }

    @Test
    void shouldLetHalfGoWhenItIsNoMore() {
        decide(sets.putHosts(0, 20));
        decide(sets.removeHosts(0, 10));

        assertFalse(guard.holding());
        assertEquals(20, inForce.count());
    }

    @Test
    void shouldLetAllGoWhenThereAreFew() {
        decide(sets.putHosts(0, 10));
        decide(sets.removeHosts(0, 10));

        assertEquals(0, inForce.count());
    }

    @Test
    void shouldHoldTheRestWhenAFolderIsEmptiedInPieces() {
        decide(sets.putHosts(0, 20));
        nowNs += 60 * S;
        for (int i = 0; i < 20; i++) {
            nowNs += S / 10;
            decide(sets.remove(RuleSets.name(i)));
        }

        assertEquals(20, inForce.count());
        assertEquals(20, guard.held());
    }

    @Test
    void shouldLetAllGoWhenTheyGoOneByOneOverTime() {
        decide(sets.putHosts(0, 20));
        for (int i = 0; i < 20; i++) {
            nowNs += 10 * S;
            decide(sets.remove(RuleSets.name(i)));
        }

        assertEquals(0, inForce.count());
    }

    @Test
    void shouldHoldNoMoreWhatComesBack() {
        decide(sets.putHosts(0, 20));
        decide(sets.removeHosts(0, 20));
        decide(sets.put("h03.example", "/a=other"));

        assertEquals(39, guard.held());
        assertEquals("other", flat().get("h03.example/a"));
        assertEquals("web", flat().get("h03.example/b"));
        decide(sets.putHosts(0, 20));
        assertFalse(guard.holding());
    }

    @Test
    void shouldReleaseByItselfWhenLittleIsLeftAndNothingComesBackForAWhile() {
        decide(sets.putHosts(0, 20));
        decide(sets.removeHosts(0, 20));
        for (int i = 0; i < 12; i++) {
            nowNs += 9 * S;
            decide(sets.putHosts(i, i + 1));
            // Somebody puts them back one by one: not even the last half may be missing meanwhile.
            assertEquals(40, inForce.count());
        }
        nowNs += 9 * S;
        decide(sets);
        assertEquals(16, guard.held());
        nowNs += S;
        decide(sets);

        assertFalse(guard.holding());
        assertEquals(24, inForce.count());
    }

    @Test
    void shouldNotReleaseByItselfWhenOthersAreAdded() {
        decide(sets.putHosts(0, 20));
        decide(sets.removeHosts(0, 20));
        decide(sets.putHosts(20, 80));
        nowNs += 60 * S;
        decide(sets);

        assertEquals(40, guard.held());
    }

    @Test
    void shouldHoldAlsoWhatGoesLaterWhileItHolds() {
        decide(sets.putHosts(0, 20));
        decide(sets.removeHosts(0, 15));
        nowNs += 60 * S;
        decide(sets.remove("h16.example"));

        assertEquals(32, guard.held());
    }

    @Test
    void shouldShareThePartsWhenNothingIsHeld() {
        decide(sets.putHosts(0, 20));
        Rules newest = sets.put("h01.example", "/a=other").rules();
        Decision decision = Decision.of(newest, inForce, false, guard, nowNs);

        assertSame(newest.hosts(), decision.rules().hosts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldDecideAsStatedWhateverComes(long seed) {
        Random random = new Random(seed);
        boolean pinned = false;
        for (int step = 0; step < 400; step++) {
            edit(random);
            pinned = random.nextInt(8) == 0 ? !pinned : pinned;
            if (random.nextInt(40) == 0) {
                guard = Guard.of(!guard.on());
            }
            nowNs += random.nextInt(6) * S;
            Map<String, String> before = flat();
            boolean held = guard.holding();
            Rules newest = sets.rules();
            Decision decision = Decision.of(newest, inForce, pinned, guard, nowNs);

            Decision again = Decision.of(newest, inForce, pinned, guard, nowNs);
            assertEquals(RuleSets.flat(decision.rules()), RuleSets.flat(again.rules()));
            assertEquals(decision.guard().held(), again.guard().held());
            check(
                    RuleSets.flat(newest),
                    before,
                    RuleSets.flat(decision.rules()),
                    pinned,
                    held,
                    decision.guard());
            newest.hosts()
                    .forEach(
                            (host, part) ->
                                    assertEquals(
                                            part.rejections(),
                                            decision.rules().host(host).rejections()));
            inForce = decision.rules();
            guard = decision.guard();
            assertEquals(flat().size(), inForce.count());
        }
    }

    /** What is in force follows from flat rules alone. */
    private void check(
            Map<String, String> newest,
            Map<String, String> before,
            Map<String, String> now,
            boolean pinned,
            boolean heldBefore,
            Guard after) {
        if (pinned) {
            assertEquals(before, now);
            assertEquals(0, after.held());
            return;
        }
        Set<String> gone = new HashSet<>(before.keySet());
        gone.removeAll(newest.keySet());
        Map<String, String> withHeld = new TreeMap<>(newest);
        gone.forEach(rule -> withHeld.put(rule, before.get(rule)));
        assertEquals(after.holding() ? withHeld : newest, now);
        assertEquals(after.holding() ? gone.size() : 0, after.held());
        assertEquals(after.holding(), after.held() > 0);
        if (guard.on() && before.size() > 20 && 2 * gone.size() > before.size()) {
            assertTrue(after.holding() || heldBefore, () -> gone.size() + " of " + before.size());
        }
    }

    private void edit(Random random) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            sets.removeHosts(0, random.nextInt(20));
        } else if (kind == 1) {
            sets.putHosts(0, random.nextInt(20));
        } else if (kind < 5) {
            sets.remove(RuleSets.name(random.nextInt(20)));
        } else {
            String service = "s" + random.nextInt(3);
            String path = "/" + (char) ('a' + random.nextInt(3));
            sets.put(RuleSets.name(random.nextInt(20)), "/=web", path + "=" + service);
        }
    }

    private void decide(RuleSets newest) {
        Decision decision = Decision.of(newest.rules(), inForce, false, guard, nowNs);
        inForce = decision.rules();
        guard = decision.guard();
    }

    private Map<String, String> flat() {
        return RuleSets.flat(inForce);
    }
}
