package io.tailrace.control.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RulesInForceTest {
    private static final long S = TimeUnit.SECONDS.toNanos(1);

    private final HoldingCell cell = new HoldingCell();
    private final RulesInForce rules = new RulesInForce(true, cell);
    private final RuleSets sets = new RuleSets();
    private long nowNs;
    private long generation;

    @Test
    void shouldKeepPinnedRulesUntilUnpinned() {
        compile(sets.put("a.example", "/=one"));
        assertTrue(obey(new Order.Pin()).isDone());
        compile(sets.put("a.example", "/=two").put("b.example", "/=two"));

        assertEquals(Map.of("a.example/", "one"), inForce());
        assertEquals(1, pin().generation());
        Outcome outcome = obey(new Order.Unpin());
        assertEquals(
                "the newest rules are in force: rules added 1, removed 0, changed 1, hosts with"
                        + " other settings 0",
                outcome.text());
        assertEquals(Map.of("a.example/", "two", "b.example/", "two"), inForce());
        assertNull(cell.current().pin());
    }

    @Test
    void shouldPinTheRulesOfAnEarlierGenerationWhenRolledBack() {
        compile(sets.put("a.example", "/=one"));
        compile(sets.put("a.example", "/=two"));
        compile(sets.remove("a.example").put("b.example", "/=two"));
        // Of 2 still: endpoints alone are another generation, and no other rules.
        generation += 5;
        tell();

        assertTrue(obey(new Order.Rollback(2)).isDone());
        assertEquals(Map.of("a.example/", "two"), inForce());
        assertEquals(2, pin().generation());
        compile(sets.put("c.example", "/=two"));
        assertEquals(Map.of("a.example/", "two"), inForce());

        assertTrue(obey(new Order.Rollback(7)).isDone());
        assertEquals(Map.of("b.example/", "two"), inForce());
        assertEquals(3, pin().generation());
        assertTrue(obey(new Order.Unpin()).isDone());
        assertEquals(Map.of("b.example/", "two", "c.example/", "two"), inForce());
    }

    @Test
    void shouldRefuseWhatCannotBeDone() {
        compile(sets.put("a.example", "/=one"));
        for (Order order :
                List.of(
                        new Order.Unpin(),
                        new Order.Release(),
                        new Order.Rollback(99),
                        new Order.Rollback(0))) {
            Outcome outcome = obey(order);
            assertFalse(outcome.isDone());
            assertTrue(outcome.text().contains("; "), outcome.text());
        }
    }

    @Test
    void shouldLetHeldRemovalsGoWhenReleased() {
        compile(sets.putHosts(0, 20));
        compile(sets.removeHosts(0, 15));
        assertEquals(30, cell.current().held());
        HeldRules held = HeldRules.of(cell.current().newest(), cell.current().inForce());
        assertEquals(
                "30 rules of 15 hosts, for example h00.example/a, h01.example/a, h02.example/a;"
                        + " if they are to go: tailrace ctl release",
                held.toString());

        assertEquals("rules removed: 30", obey(new Order.Release()).text());
        assertEquals(10, inForce().size());
        assertEquals(0, cell.current().held());
    }

    @Test
    void shouldReleaseWithoutAnyChangeWhenTimeHasGoneBy() {
        compile(sets.putHosts(0, 20));
        compile(sets.removeHosts(0, 20));
        compile(sets.putHosts(0, 10));
        nowNs += 9 * S;
        assertFalse(rules.look(nowNs));
        nowNs += S;
        assertTrue(rules.look(nowNs));
        tell();
        assertEquals(20, inForce().size());
    }

    @Test
    void shouldPinWhatTheGuardHolds() {
        compile(sets.putHosts(0, 20));
        compile(sets.removeHosts(0, 20));
        assertTrue(obey(new Order.Pin()).isDone());
        assertFalse(obey(new Order.Release()).isDone());
        assertEquals(40, inForce().size());
        assertEquals(0, cell.current().held());
        assertTrue(obey(new Order.Unpin()).isDone());
        assertEquals(0, inForce().size());
    }

    @Test
    void shouldKnowTheLastTenRuleSetsWhateverTheyWere() {
        Random random = new Random(7);
        Map<Long, Map<String, String>> were = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            String host = RuleSets.name(random.nextInt(12));
            if (random.nextInt(4) == 0) {
                sets.remove(host);
            } else {
                sets.put(host, "/x=s" + random.nextInt(3), "/" + random.nextInt(3) + "=web");
            }
            nowNs += 60 * S;
            compile(sets);
            List<Generation> known = cell.current().generations();
            were.put(known.getFirst().number(), inForce());
            assertTrue(known.size() <= History.MOST);
        }
        List<Generation> known = cell.current().generations();
        assertEquals(History.MOST, known.size());
        for (Generation one : known) {
            assertEquals(were.getOrDefault(one.number(), Map.of()).size(), one.rules());
        }
        // Each of the later ones by undoing what came since, from whatever is in force.
        for (int i = 0; i < 9; i++) {
            long number = cell.current().generations().get(1).number();
            if (were.containsKey(number)) {
                assertTrue(obey(new Order.Rollback(number)).isDone());
                assertEquals(were.get(number), inForce());
                were.put(generation, inForce());
            }
        }
        long oldest = cell.current().generations().getLast().number();
        assertTrue(obey(new Order.Rollback(oldest)).isDone());
        assertEquals(were.get(oldest), inForce());
        assertFalse(obey(new Order.Rollback(oldest - 1)).isDone());
    }

    private void compile(RuleSets newest) {
        rules.compiled(newest.table(), nowNs);
        tell();
    }

    private Outcome obey(Order order) {
        Outcome outcome = rules.obey(order, nowNs, Instant.EPOCH);
        tell();
        return outcome;
    }

    private void tell() {
        generation++;
        rules.tell(generation, generation, Instant.EPOCH);
    }

    private Map<String, String> inForce() {
        return RuleSets.flat(cell.current().inForce());
    }

    private Pin pin() {
        Pin pin = cell.current().pin();
        assertNotNull(pin);
        return pin;
    }
}
