package io.tailrace.loadtest.churn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DiceTest {
    private static final int CHANGES = 2_000;

    @Test
    void shouldRepeatItselfWhenTheSeedIsTheSame() {
        Dice one = new Dice(7);
        Dice other = new Dice(7);
        Rules rules = one.first();
        assertEquals(rules, other.first());
        for (int i = 0; i < CHANGES; i++) {
            Change change = one.next(rules);
            assertEquals(change, other.next(rules));
            rules = change.after();
        }
        assertNotEquals(new Dice(8).first(), new Dice(7).first());
    }

    @Test
    void shouldMakeADifferenceInOneFileWithEachChange() {
        Dice dice = new Dice(1);
        Rules rules = dice.first();
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (int i = 0; i < CHANGES; i++) {
            Change change = dice.next(rules);
            Rules after = change.after();
            String host = change.host();
            String service = change.service();
            assertNotEquals(rules, after, change.kind().text());
            kinds.add(change.kind());
            if (host != null) {
                assertEquals(rules.services(), after.services());
                assertEquals(rules, after.withHost(host, rules.hosts().get(host)));
            } else if (service != null) {
                assertEquals(rules.hosts(), after.hosts());
                assertTrue(rules.uses(service), "endpoints that no rule leads to");
            }
            rules = after;
            rules.services().values().forEach(pods -> assertFalse(pods.isEmpty()));
            rules.hosts().values().forEach(paths -> assertFalse(paths.isEmpty()));
        }
        assertEquals(EnumSet.allOf(Kind.class), kinds);
    }
}
