package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tailrace.http.PathRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tables made from others by a change of some hosts. */
class RouteTableChangeTest {
    private static final ClassSettings OTHER =
            new ClassSettings(new PathRules(true, true), true, true);

    @Test
    void shouldEqualATableBuiltAtOnceWhenHostsChangeInManySteps() {
        SplittableRandom random = new SplittableRandom(7);
        NastyTables tables = new NastyTables(7);
        for (int run = 0; run < 20; run++) {
            Map<String, List<Rule>> hosts = new TreeMap<>();
            Map<String, ClassSettings> settings = new HashMap<>();
            RouteTable table = RouteTable.empty();
            for (int step = 0; step < 30; step++) {
                Map<String, List<Rule>> changed = byHost(tables.rules());
                for (String host : List.copyOf(hosts.keySet())) {
                    if (random.nextInt(4) == 0) {
                        changed.put(host, List.of());
                    }
                }
                Map<String, ClassSettings> changedSettings = new HashMap<>();
                changed.forEach(
                        (host, rules) -> {
                            hosts.put(host, rules);
                            settings.remove(host);
                            if (rules.isEmpty()) {
                                hosts.remove(host);
                            } else if (random.nextBoolean()) {
                                changedSettings.put(host, OTHER);
                                settings.put(host, OTHER);
                            }
                        });
                table = table.with(changed, changedSettings, RouteTableChangeTest::id, step);
                List<Rule> all = hosts.values().stream().flatMap(Collection::stream).toList();
                RouteTable whole = RouteTable.of(all, settings, RouteTableChangeTest::id, run);
                assertEquals(whole.rules(), table.rules());
                assertEquals(whole.fingerprint(), table.fingerprint());
                for (int i = 0; i < 50 && !all.isEmpty(); i++) {
                    assertSameAnswer(
                            whole, table, tables.requestHost(all), tables.requestPath(all));
                }
            }
        }
    }

    private static Map<String, List<Rule>> byHost(List<Rule> rules) {
        Map<String, List<Rule>> byHost = new HashMap<>();
        for (Rule rule : rules) {
            byHost.computeIfAbsent(rule.host(), _ -> new ArrayList<>()).add(rule);
        }
        return byHost;
    }

    private static int id(ClusterKey key) {
        return key.service().hashCode();
    }

    private static void assertSameAnswer(
            RouteTable expected, RouteTable actual, String host, String path) {
        HostRoutes expectedRoutes = routes(expected, host);
        HostRoutes routes = routes(actual, host);
        assertEquals(expectedRoutes.settings(), routes.settings());
        Range range = Range.of(path);
        int place = routes.match(range.buffer(), range.offset(), range.length());
        assertEquals(
                expectedRoutes.match(range.buffer(), range.offset(), range.length()), place, path);
        if (place != HostRoutes.NONE) {
            assertEquals(expectedRoutes.rule(place), routes.rule(place));
            assertEquals(expectedRoutes.clusterId(place), routes.clusterId(place));
        }
    }

    @Test
    void shouldShareOtherHostsWhenOneChanges() {
        RouteTable table = table("a.example", "b.example", "*.c.example", "");
        RouteTable next = change(table, rule("b.example", "/new"));
        for (String other : List.of("a.example", "x.c.example", "unknown")) {
            assertSame(routes(table, other), routes(next, other));
        }
        assertNotSame(routes(table, "b.example"), routes(next, "b.example"));
        assertEquals(
                List.of(rule("b.example", "/new")),
                next.rules().stream().filter(rule -> rule.host().equals("b.example")).toList());
    }

    @Test
    void shouldKeepTheRoutesOfOtherHostsWhenNamesComeAndGo() {
        RouteTable table = table("a.example", "b.example", "c.example");
        RouteTable next =
                table.with(
                        Map.of(
                                "b.example",
                                List.of(),
                                "d.example",
                                List.of(rule("d.example", "/"))),
                        Map.of(),
                        key -> 0,
                        9);
        assertSame(routes(table, "a.example"), routes(next, "a.example"));
        assertSame(routes(table, "c.example"), routes(next, "c.example"));
        assertSame(HostRoutes.NOBODY, routes(next, "b.example"));
        assertEquals(
                List.of("a.example", "c.example", "d.example"),
                next.rules().stream().map(Rule::host).toList());
    }

    @Test
    void shouldShareThePathsWhenOnlyTargetsChange() {
        RouteTable table = table("a.example");
        ClusterKey target = new ClusterKey("shop", "other", "80");
        RouteTable next =
                change(table, new Rule("a.example", "/", PathType.PREFIX, target, "shop/new"));
        assertSame(routes(table, "a.example").paths(), routes(next, "a.example").paths());
        assertEquals(5, routes(next, "a.example").clusterId(0));
    }

    @Test
    void shouldShareThePathsOfHostsWhenTheyAreEqual() {
        RouteTable table = table("a.example", "b.example");
        assertSame(routes(table, "a.example").paths(), routes(table, "b.example").paths());
    }

    @Test
    void shouldMatchNothingWhenAllHostsAreGone() {
        RouteTable table =
                table("a.example", "*.a.example", "")
                        .with(
                                Map.of(
                                        "a.example",
                                        List.of(),
                                        "*.a.example",
                                        List.of(),
                                        "",
                                        List.of()),
                                Map.of(),
                                key -> 0,
                                1);
        assertEquals(List.of(), table.rules());
        assertEquals(RouteTable.empty().fingerprint(), table.fingerprint());
        assertSame(HostRoutes.NOBODY, routes(table, "x.a.example"));
    }

    @Test
    void shouldThrowWhenARuleIsOfAnotherHost() {
        RouteTable table = table("a.example");
        Map<String, List<Rule>> changed = Map.of("a.example", List.of(rule("b.example", "/")));
        assertThrows(
                IllegalArgumentException.class, () -> table.with(changed, Map.of(), key -> 0, 1));
    }

    private static RouteTable change(RouteTable table, Rule rule) {
        return table.with(
                Map.of(rule.host(), List.of(rule)), Map.of(), key -> key.service().length(), 1);
    }

    private static RouteTable table(String... hosts) {
        List<Rule> rules = new ArrayList<>();
        for (String host : hosts) {
            rules.add(rule(host, "/"));
        }
        return RouteTable.of(rules, key -> 0, 1);
    }

    private static Rule rule(String host, String path) {
        return new Rule(
                host, path, PathType.PREFIX, new ClusterKey("shop", "web", "80"), "shop/web");
    }

    private static HostRoutes routes(RouteTable table, String host) {
        Range range = Range.of(host);
        return table.host(range.buffer(), range.offset(), range.length());
    }
}
