package io.tailrace.loadtest.churn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RulesTest {
    private static final Rules RULES =
            new Rules(new TreeMap<>(), new TreeMap<>())
                    .withService("all", new TreeSet<>(Set.of("all-0")))
                    .withService("a", new TreeSet<>(Set.of("a-0", "a-1")))
                    .withService("exact", new TreeSet<>(Set.of("exact-0")))
                    .withService("b", new TreeSet<>(Set.of("b-0")))
                    .withHost(
                            "h.test",
                            List.of(
                                    new PathRule("/", false, "all"),
                                    new PathRule("/a", false, "a"),
                                    new PathRule("/a", true, "exact"),
                                    new PathRule("/a/b", false, "b")))
                    .withHost("few.test", List.of(new PathRule("/only", true, "b")))
                    .withHost("*.test", List.of(new PathRule("/", false, "all")));

    @ParameterizedTest
    @CsvSource({
        "h.test, /, all-0",
        "h.test, /x, all-0",
        "h.test, /a, exact-0",
        "h.test, /ab, all-0",
        "h.test, /a/b, b-0",
        "h.test, /a/b/, b-0",
        "h.test, /a/bc, 'a-0 a-1'",
        "h.test, /a/, 'a-0 a-1'",
        "few.test, /only, b-0",
        "few.test, /only/, ''",
        "few.test, /, ''",
        "other.test, /a, all-0",
    })
    void shouldNameThePodsOfTheRuleThatTakesTheRequest(String host, String path, String pods) {
        assertEquals(pods, String.join(" ", RULES.podsFor(host, path)));
    }

    @Test
    void shouldTakeNothingWhenNoHostFits() {
        assertEquals(Set.of(), RULES.withHost("*.test", null).podsFor("other.test", "/a"));
    }
}
