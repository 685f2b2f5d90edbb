package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tailrace.http.PathRules;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
    private static final String HOST = "shop.example";

    /** The rows of "Which rule matches"; then what its text says beyond them. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            nullValues = "none",
            value = {
                "PREFIX /, /, PREFIX /",
                "PREFIX /, /foo, PREFIX /",
                "PREFIX /, //a/b/, PREFIX /",
                "EXACT /foo, /foo, EXACT /foo",
                "EXACT /foo, /bar, none",
                "EXACT /foo, /foo/, none",
                "EXACT /foo/, /foo, none",
                "EXACT /foo/, /foo/, EXACT /foo/",
                "PREFIX /foo, /foo, PREFIX /foo",
                "PREFIX /foo, /foo/, PREFIX /foo",
                "PREFIX /foo/, /foo, PREFIX /foo/",
                "PREFIX /foo/, /foo/, PREFIX /foo/",
                "PREFIX /aaa/bb, /aaa/bbb, none",
                "PREFIX /aaa/bbb, /aaa/bbb, PREFIX /aaa/bbb",
                "PREFIX /aaa/bbb, /aaa/bbb/, PREFIX /aaa/bbb",
                "PREFIX /aaa/bbb, /aaa/bbb/ccc, PREFIX /aaa/bbb",
                "PREFIX /aaa/bbb, /aaa/bbbxyz, none",
                "PREFIX /aaa/bbb/, /aaa/bbb, PREFIX /aaa/bbb/",
                "PREFIX /+PREFIX /aaa+PREFIX /aaa/bbb, /aaa/bbb, PREFIX /aaa/bbb",
                "PREFIX /+PREFIX /aaa+PREFIX /aaa/bbb, /aaa/ccc, PREFIX /aaa",
                "PREFIX /+PREFIX /aaa+PREFIX /aaa/bbb, /ccc, PREFIX /",
                "PREFIX /aaa+ANY, /ccc, ANY",
                "PREFIX /foo+EXACT /foo, /foo, EXACT /foo",
                "PREFIX /foo+EXACT /foo, /foo/, PREFIX /foo",
                // Case, elements that are only similar, and the start of a path.
                "PREFIX /foo, /FOO, none",
                "EXACT /foo, /Foo, none",
                "PREFIX /foo, /fo, none",
                "PREFIX /foo/bar, /foo, none",
                "EXACT /foobar, /foo, none",
                // Lengths without trailing slash; Exact first at equal length.
                "PREFIX /foo+PREFIX /foo/, /foo, PREFIX /foo",
                "PREFIX /foo+PREFIX /foo/, /foo/, PREFIX /foo/",
                "PREFIX /foo+PREFIX /foo/, /foo/x, PREFIX /foo/",
                "PREFIX /foo/+EXACT /foo, /foo, EXACT /foo",
                "PREFIX /foo/+EXACT /foo/, /foo/, EXACT /foo/",
                "PREFIX /foo+EXACT /foo/, /foo/, EXACT /foo/",
                "PREFIX /+EXACT /, /, EXACT /",
                "PREFIX /+EXACT /, /x, PREFIX /",
                // Empty elements are elements.
                "PREFIX /foo//, /foo, none",
                "PREFIX /foo//, /foo/, PREFIX /foo//",
                "PREFIX /foo//, /foo/x, none",
                "PREFIX /foo//, /foo//x, PREFIX /foo//",
                "PREFIX /foo, /foo//x, PREFIX /foo",
                "PREFIX //, /, PREFIX //",
                "PREFIX //, /x, none",
                "PREFIX //, //x, PREFIX //",
                "PREFIX /foo//+EXACT /foo/, /foo/, PREFIX /foo//",
                // Encoded bytes are ordinary bytes.
                "PREFIX /a%2fb, /a%2fb/c, PREFIX /a%2fb",
                "PREFIX /a, /a%2fb, none",
                // The * of OPTIONS is no path.
                "PREFIX /, *, none",
                "PREFIX /+ANY, *, ANY",
                "EXACT /foo+ANY, *, ANY",
                "ANY, *, ANY",
                "ANY, /foo, ANY",
                "EXACT /+ANY, /, EXACT /",
            })
    void shouldSelectRuleWhenPathMatches(String rules, String path, @Nullable String expected) {
        List<Rule> table = new ArrayList<>();
        for (String rule : rules.split("\\+", -1)) {
            table.add(rule(HOST, rule));
        }
        Rule selected = ruleFor(RouteTable.of(table, key -> 0, 1), HOST, path);
        assertEquals(expected == null ? null : rule(HOST, expected), selected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "foo.com, foo.com",
        "FOO.com, foo.com",
        "bar.foo.com, *.foo.com",
        "BAR.Foo.COM, *.foo.com",
        "baz.bar.foo.com, ''",
        "www.bar.foo.com, www.bar.foo.com",
        "x.www.bar.foo.com, ''",
        "deep.sub.foo.com, *.sub.foo.com",
        "sub.foo.com, *.foo.com",
        ".foo.com, ''",
        "com, ''",
        "foo.com.evil, ''",
        "xfoo.com, ''",
        "'', ''",
        "10.0.0.1, ''",
        "[::1], ''",
    })
    void shouldSelectHostWhenTableHasNamesWildcardsAndRest(String host, String expected) {
        List<Rule> rules = new ArrayList<>();
        for (String name :
                List.of("foo.com", "*.foo.com", "*.sub.foo.com", "www.bar.foo.com", "")) {
            rules.add(rule(name, "PREFIX /"));
        }
        assertEquals(
                rule(expected, "PREFIX /"), ruleFor(RouteTable.of(rules, key -> 0, 1), host, "/a"));
    }

    @Test
    void shouldNotFallThroughWhenHostHasRulesButNoneMatches() {
        RouteTable table =
                RouteTable.of(
                        List.of(
                                rule("a.foo.com", "PREFIX /a"),
                                rule("*.foo.com", "PREFIX /b"),
                                rule("", "PREFIX /c"),
                                rule("", "ANY")),
                        key -> 0,
                        1);
        assertNull(ruleFor(table, "a.foo.com", "/b"));
        assertNull(ruleFor(table, "a.foo.com", "/c"));
        assertNull(ruleFor(table, "b.foo.com", "/c"));
        assertNull(ruleFor(table, "a.foo.com", "*"));
        assertEquals(rule("", "PREFIX /c"), ruleFor(table, "foo.com", "/c"));
        assertEquals(rule("", "ANY"), ruleFor(table, "foo.com", "/a"));
        assertEquals(rule("", "ANY"), ruleFor(table, "", "*"));
    }

    @Test
    void shouldMatchNothingWhenNoRuleIsForOtherHosts() {
        RouteTable table = RouteTable.of(List.of(rule("foo.com", "PREFIX /")), key -> 0, 1);
        assertNull(ruleFor(table, "bar.com", "/"));
        assertNull(ruleFor(table, "", "/"));
    }

    @Test
    void shouldMatchNothingWhenTableIsEmpty() {
        assertNull(ruleFor(RouteTable.empty(), "foo.com", "/"));
        assertNull(ruleFor(RouteTable.empty(), "", "*"));
        assertEquals(List.of(), RouteTable.empty().rules());
        assertEquals(
                RouteTable.of(List.of(), key -> 0, 9).fingerprint(),
                RouteTable.empty().fingerprint());
    }

    @Test
    void shouldGiveEachHostItsOwnRoutesWhenPathsAreEqual() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (String path : List.of("PREFIX /", "PREFIX /a", "EXACT /a")) {
                rules.add(rule("h" + i + ".example", path));
            }
        }
        RouteTable table = RouteTable.of(rules, key -> key.service().length(), 1);
        for (Rule rule : rules) {
            String path = rule.path().equals("/a") && rule.type() == PathType.PREFIX ? "/a/" : "";
            HostRoutes routes = routes(table, rule.host());
            Range range = Range.of(path.isEmpty() ? rule.path() : path);
            int place = routes.match(range.buffer(), range.offset(), range.length());
            assertEquals(rule, routes.rule(place));
            assertEquals(rule.target().service().length(), routes.clusterId(place));
        }
    }

    @Test
    void shouldMatchWhenPathsBranchAtEveryVisibleByte() {
        List<Rule> rules = new ArrayList<>();
        for (char c = '!'; c < 0x7f; c++) {
            if (c != '/') {
                rules.add(rule(HOST, "EXACT /x" + c));
                rules.add(rule(HOST, "PREFIX /x" + c + "/longer-than-one-word/" + c));
            }
        }
        RouteTable table = RouteTable.of(rules, key -> 0, 1);
        for (Rule rule : rules) {
            assertEquals(rule, ruleFor(table, HOST, rule.path()));
            assertNull(ruleFor(table, HOST, rule.path() + "x"));
        }
        assertNull(ruleFor(table, HOST, "/x"));
        assertNull(ruleFor(table, HOST, "/x\u0000"));
        assertNull(ruleFor(table, HOST, "/x\u0000/x!"));
        assertNull(ruleFor(table, HOST, "/x\u00e9"));
    }

    @Test
    void shouldMatchWhenEveryPathIsPrefixOfTheNext() {
        List<Rule> rules = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            path.append(i % 2 == 0 ? "/" : "a");
            rules.add(rule(HOST, "EXACT " + path));
        }
        RouteTable table = RouteTable.of(rules, key -> 0, 1);
        for (int i = 0; i < rules.size(); i += 499) {
            assertEquals(rules.get(i), ruleFor(table, HOST, rules.get(i).path()));
        }
        assertEquals(rules.getLast(), ruleFor(table, HOST, path.toString()));
        assertNull(ruleFor(table, HOST, path + "/"));
    }

    @Test
    void shouldMatchWhenPathsAreLongerThanALabel() {
        String shared = "/" + "a".repeat(2 * PathTree.MAX_LABEL + 5);
        Rule one = rule(HOST, "PREFIX " + shared + "b");
        Rule other = rule(HOST, "EXACT " + shared + "c" + "d".repeat(PathTree.MAX_LABEL));
        Rule shorter = rule(HOST, "PREFIX /" + "a".repeat(PathTree.MAX_LABEL));
        RouteTable table = RouteTable.of(List.of(one, other, shorter), key -> 0, 1);
        assertEquals(one, ruleFor(table, HOST, one.path() + "/x"));
        assertEquals(other, ruleFor(table, HOST, other.path()));
        assertEquals(shorter, ruleFor(table, HOST, shorter.path() + "/b"));
        assertNull(ruleFor(table, HOST, shared));
        assertNull(ruleFor(table, HOST, other.path() + "d"));
    }

    @Test
    void shouldSayTheSameWhenOrderAndSeedDiffer() {
        List<Rule> rules = new NastyTables(5).rules();
        List<Rule> shuffled = new ArrayList<>(rules);
        Collections.shuffle(shuffled, new Random(3));
        RouteTable one = RouteTable.of(rules, key -> 0, 1);
        RouteTable other = RouteTable.of(shuffled, key -> 0, 2);
        assertEquals(one.fingerprint(), other.fingerprint());
        assertEquals(one.rules(), other.rules());
    }

    @Test
    void shouldListRulesByHostPathAndTypeWhenAsked() {
        Rule any = rule("", "ANY");
        Rule wildcard = rule("*.b.example", "PREFIX /");
        Rule exact = rule("a.example", "EXACT /x");
        Rule prefix = rule("a.example", "PREFIX /x");
        Rule longer = rule("a.example", "PREFIX /x/y");
        List<Rule> sorted = List.of(any, wildcard, exact, prefix, longer);
        assertEquals(sorted, RouteTable.of(sorted.reversed(), key -> 0, 1).rules());
    }

    @Test
    void shouldThrowAndNameBothWhenTwoRulesSelectTheSame() {
        ClusterKey target = new ClusterKey("shop", "web", "80");
        Rule one = new Rule(HOST, "/a", PathType.EXACT, target, "shop/one");
        Rule two = new Rule(HOST, "/a", PathType.EXACT, target, "shop/two");
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> RouteTable.of(List.of(one, two), key -> 0, 1));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("shop/one") && message.contains("shop/two"), message);
    }

    @Test
    void shouldHaveAnotherFingerprintWhenAnythingButTheSourceDiffers() {
        ClusterKey target = new ClusterKey("shop", "web", "80");
        long base = fingerprint(new Rule(HOST, "/a", PathType.EXACT, target, "one"));
        assertEquals(base, fingerprint(new Rule(HOST, "/a", PathType.EXACT, target, "two")));
        List<Long> all = new ArrayList<>(List.of(base));
        all.add(fingerprint(new Rule("shop.exampl", "/a", PathType.EXACT, target, "one")));
        all.add(fingerprint(new Rule(HOST, "/b", PathType.EXACT, target, "one")));
        all.add(fingerprint(new Rule(HOST, "/a", PathType.PREFIX, target, "one")));
        for (ClusterKey other :
                Arrays.asList(
                        new ClusterKey("shop2", "web", "80"),
                        new ClusterKey("shop", "web2", "80"),
                        new ClusterKey("shop", "web", "8080"),
                        new ClusterKey("shopw", "eb", "80"),
                        overTls(new PodTls(false, 1, "web", false, "")),
                        overTls(new PodTls(true, 1, "web", false, "")),
                        overTls(new PodTls(false, 2, "web", false, "")),
                        overTls(new PodTls(false, 1, "web2", false, "")),
                        overTls(new PodTls(false, 1, "web", true, "")),
                        overTls(new PodTls(false, 1, "web", false, "shop/ca")))) {
            all.add(fingerprint(new Rule(HOST, "/a", PathType.EXACT, other, "one")));
        }
        assertEquals(all.size(), all.stream().distinct().count());
    }

    private static ClusterKey overTls(PodTls tls) {
        return new ClusterKey("shop", "web", "80", tls);
    }

    @Test
    void shouldHaveFingerprintOfEveryProcessWhenRulesAreEqual() {
        RouteTable table =
                RouteTable.of(List.of(rule(HOST, "PREFIX /"), rule("", "ANY")), key -> 0, 77);
        assertEquals(2657251678395027058L, table.fingerprint());
        assertNotEquals(table.fingerprint(), RouteTable.empty().fingerprint());
    }

    @Test
    void shouldAllocateNothingWhenMatching() {
        List<Rule> rules = new ArrayList<>();
        for (String host : List.of("a.example", "b.example", "*.wild.example", "")) {
            rules.add(rule(host, "PREFIX /"));
            rules.add(rule(host, "PREFIX /api/v1"));
            rules.add(rule(host, "EXACT /login"));
        }
        RouteTable table = RouteTable.of(rules, key -> 0, 1);
        List<Range> hosts =
                List.of(Range.of("A.example"), Range.of("x.wild.example"), Range.of("other"));
        List<Range> paths = List.of(Range.of("/api/v1/users"), Range.of("/login"), Range.of("*"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int warm = matchAll(table, hosts, paths);
        long before = threads.getCurrentThreadAllocatedBytes();
        int matched = matchAll(table, hosts, paths);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertEquals(before, after);
        assertEquals(warm, matched);
        assertTrue(matched > 0);
    }

    private static int matchAll(RouteTable table, List<Range> hosts, List<Range> paths) {
        int matched = 0;
        for (int i = 0; i < 10_000; i++) {
            Range host = hosts.get(i % 3);
            Range path = paths.get(i / 3 % 3);
            HostRoutes routes = table.host(host.buffer(), host.offset(), host.length());
            int place = routes.match(path.buffer(), path.offset(), path.length());
            matched += place == HostRoutes.NONE ? 0 : 1;
        }
        return matched;
    }

    @Test
    void shouldTellTheSettingsOfTheHostThatDecides() {
        ClassSettings own = new ClassSettings(new PathRules(true, true), true, true);
        RouteTable table =
                RouteTable.of(
                        List.of(
                                rule("a.b", "PREFIX /"),
                                rule("*.b", "PREFIX /"),
                                rule("c.d", "PREFIX /x")),
                        Map.of("*.b", own),
                        key -> 0,
                        1);
        assertEquals(ClassSettings.DEFAULT, settings(table, "a.b"));
        assertEquals(own, settings(table, "x.b"));
        assertEquals(ClassSettings.DEFAULT, settings(table, "c.d"));
        assertEquals(ClassSettings.DEFAULT, settings(table, "unknown"));
    }

    private static ClassSettings settings(RouteTable table, String host) {
        return routes(table, host).settings();
    }

    private static long fingerprint(Rule rule) {
        return RouteTable.of(List.of(rule), key -> 0, 1).fingerprint();
    }

    private static @Nullable Rule ruleFor(RouteTable table, String host, String path) {
        HostRoutes routes = routes(table, host);
        Range range = Range.of(path);
        int place = routes.match(range.buffer(), range.offset(), range.length());
        return place == HostRoutes.NONE ? null : routes.rule(place);
    }

    private static HostRoutes routes(RouteTable table, String host) {
        Range range = Range.of(host);
        return table.host(range.buffer(), range.offset(), range.length());
    }

    /** From {@code TYPE PATH}; each rule has its own target. */
    private static Rule rule(String host, String typeAndPath) {
        String[] parts = (typeAndPath + " ").split(" ", -1);
        ClusterKey target = new ClusterKey("shop", host + typeAndPath, "80");
        return new Rule(host, parts[1], PathType.valueOf(parts[0]), target, "test");
    }
}
