package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Compiled table against {@link NaiveMatcher}. A long run: {@code -Dtailrace.match.pairs=10000000
 * -Dtailrace.match.seed=N}.
 */
class RouteTableOracleTest {
    static final int PAIRS = Integer.getInteger("tailrace.match.pairs", 200_000);
    static final long SEED = Long.getLong("tailrace.match.seed", 20_260_101);
    private static final int REQUESTS_PER_TABLE = 200;

    @Test
    void shouldAgreeWithDecisionTableWhenTablesAndRequestsAreNasty() {
        NastyTables tables = new NastyTables(SEED);
        Map<PathType, Integer> matched = new EnumMap<>(PathType.class);
        int unmatched = 0;
        for (int pairs = 0; pairs < PAIRS; pairs += REQUESTS_PER_TABLE) {
            List<Rule> rules = tables.rules();
            RouteTable table = RouteTable.of(rules, key -> 1, pairs);
            NaiveMatcher oracle = new NaiveMatcher(rules);
            for (int i = 0; i < REQUESTS_PER_TABLE; i++) {
                String host = tables.requestHost(rules);
                String path = tables.requestPath(rules);
                Rule expected = oracle.match(host, path);
                Range hostRange = Range.of(host, i % 7, i % 3);
                Range pathRange = Range.of(path, i % 11, i % 2);
                HostRoutes routes =
                        table.host(hostRange.buffer(), hostRange.offset(), hostRange.length());
                int place =
                        routes.match(pathRange.buffer(), pathRange.offset(), pathRange.length());
                Rule actual = place == HostRoutes.NONE ? null : routes.rule(place);
                assertEquals(
                        expected,
                        actual,
                        () -> "seed " + SEED + ", " + host + " " + path + " of " + table.rules());
                if (expected == null) {
                    unmatched++;
                } else {
                    matched.merge(expected.type(), 1, Integer::sum);
                }
            }
        }
        // The pairs say something about every outcome.
        assertTrue(unmatched > PAIRS / 50, () -> "matched " + matched);
        for (PathType type : PathType.values()) {
            assertTrue(matched.getOrDefault(type, 0) > PAIRS / 50, () -> "matched " + matched);
        }
    }
}
