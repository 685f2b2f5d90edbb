package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Codec and oracle agree about the corpus and about what becomes of it by chance. */
final class OracleTest {
    /** {@code -Dtailrace.oracle.rounds=N} tries N times as many messages. */
    private static final int ROUNDS = Integer.getInteger("tailrace.oracle.rounds", 1);

    private static final int REQUESTS = ROUNDS * 40_000;
    private static final int RESPONSES = ROUNDS * 15_000;
    private static final int LONGEST = 2_000; // longer ones try limits, and would take all the time

    private final Agreement agreement = new Agreement();

    private static List<Corpus.Case> cases(boolean requests) {
        return Corpus.cases().stream().filter(c -> c.isRequest() == requests).toList();
    }

    @Test
    void shouldAgreeWhenTheRequestIsInTheCorpus() {
        for (Corpus.Case c : cases(true)) {
            about(c.wire(), cut -> agreement.aboutRequest(c.wire(), cut), c.wire().length / 2);
        }
    }

    @Test
    void shouldAgreeWhenTheResponseIsInTheCorpus() {
        for (Corpus.Case c : cases(false)) {
            boolean toHead = c.method() == Method.HEAD;
            about(
                    c.wire(),
                    cut -> agreement.aboutResponse(toHead, c.wire(), cut),
                    c.wire().length / 2);
        }
    }

    @Test
    void shouldAgreeWhenRequestsAreChangedByChance() {
        Mutations mutations = new Mutations(new Random(2026), wires(true));
        int accepted = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] wire = mutations.next();
            int at = mutations.cut(wire.length);
            accepted += about(wire, cut -> agreement.aboutRequest(wire, cut), at) ? 1 : 0;
        }
        assertMixed(accepted, REQUESTS);
    }

    @Test
    void shouldAgreeWhenResponsesAreChangedByChance() {
        Mutations mutations = new Mutations(new Random(2027), wires(false));
        int accepted = 0;
        for (int i = 0; i < RESPONSES; i++) {
            byte[] wire = mutations.next();
            boolean toHead = i % 5 == 0;
            int at = mutations.cut(wire.length);
            accepted += about(wire, cut -> agreement.aboutResponse(toHead, wire, cut), at) ? 1 : 0;
        }
        assertMixed(accepted, RESPONSES);
    }

    /** Changes that make everything invalid, or nothing, would try little. */
    private static void assertMixed(int accepted, int all) {
        assertTrue(accepted > all / 10 && accepted < all * 9 / 10, () -> "accepted " + accepted);
    }

    private static List<byte[]> wires(boolean requests) {
        List<byte[]> wires = new ArrayList<>();
        for (Corpus.Case c : cases(requests)) {
            if (c.wire().length <= LONGEST) {
                // Most cases are refused: the others count more.
                int times = c.expected().containsKey("refused") ? 1 : 6;
                wires.addAll(Collections.nCopies(times, c.wire()));
            }
        }
        return wires;
    }

    private static boolean about(byte[] wire, IntPredicate check, int cut) {
        try {
            return check.test(cut);
        } catch (AssertionError | RuntimeException e) {
            return fail("about " + Wire.text(wire), e);
        }
    }
}
