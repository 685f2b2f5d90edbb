package io.tailrace.core.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Writes a {@link RouteTable}: sorts the rules, and compiles each host's paths unless another host
 * has the same.
 *
 * <p>Thread: control.
 */
final class RouteTableBuilder {
    /** What a wildcard has in place of the first label. */
    private static final String WILDCARD = "*.";

    private static final Comparator<Rule> ORDER_IN_HOST =
            Comparator.comparing(Rule::path).thenComparing(Rule::type);

    private static final Comparator<Rule> ORDER =
            Comparator.comparing(Rule::host).thenComparing(ORDER_IN_HOST);

    private final Rule[] rules;

    /** Where each host's rules start; and, one more, the number of rules. */
    private final int[] firsts;

    private RouteTableBuilder(Collection<Rule> unordered) {
        this.rules = unordered.toArray(new Rule[0]);
        Arrays.sort(rules, ORDER);
        int[] starts = new int[rules.length + 1];
        int hosts = 0;
        for (int i = 0; i < rules.length; i++) {
            if (i > 0 && ORDER.compare(rules[i - 1], rules[i]) == 0) {
                throw new IllegalArgumentException(
                        "two rules of one host, path and type: " + rules[i - 1] + ", " + rules[i]);
            }
            if (i == 0 || !rules[i - 1].host().equals(rules[i].host())) {
                starts[hosts++] = i;
            }
        }
        starts[hosts] = rules.length;
        this.firsts = Arrays.copyOf(starts, hosts + 1);
    }

    static RouteTable build(
            Collection<Rule> rules,
            Map<String, ClassSettings> settings,
            ToIntFunction<ClusterKey> clusterIds,
            long seed) {
        RouteTableBuilder builder = new RouteTableBuilder(rules);
        Route[] routes = new Route[builder.rules.length];
        Fingerprint fingerprint = new Fingerprint();
        for (int i = 0; i < routes.length; i++) {
            Rule rule = builder.rules[i];
            routes[i] =
                    new Route(
                            rule,
                            clusterIds.applyAsInt(rule.target()),
                            settings.getOrDefault(rule.host(), ClassSettings.DEFAULT));
            fingerprint.add(rule);
        }
        return builder.build(routes, fingerprint.value(), seed);
    }

    private RouteTable build(Route[] routes, long fingerprint, long seed) {
        HostTableBuilder names = new HostTableBuilder();
        HostTableBuilder wildcards = new HostTableBuilder();
        long rest = HostTable.NONE;
        List<PathMatcher> matchers = new ArrayList<>();
        // By comparison, not by a hash: whoever states paths could choose them to collide.
        Map<List<Rule>, Integer> compiled = new TreeMap<>(RouteTableBuilder::comparePaths);
        for (int host = 0; host < firsts.length - 1; host++) {
            List<Rule> rulesOfHost = Arrays.asList(rules).subList(firsts[host], firsts[host + 1]);
            Integer matcher = compiled.get(rulesOfHost);
            if (matcher == null) {
                matcher = matchers.size();
                matchers.add(PathTreeBuilder.build(rulesOfHost));
                compiled.put(rulesOfHost, matcher);
            }
            long value = RouteTable.hostValue(matcher, firsts[host]);
            String name = rulesOfHost.getFirst().host();
            if (name.isEmpty()) {
                rest = value;
            } else if (name.startsWith(WILDCARD)) {
                wildcards.add(name.substring(WILDCARD.length()), value);
            } else {
                names.add(name, value);
            }
        }
        return new RouteTable(
                names.build(seed),
                wildcards.build(seed),
                rest,
                matchers.toArray(new PathMatcher[0]),
                routes,
                fingerprint);
    }

    /** By paths and types alone: hosts whose rules are equal in these share a matcher. */
    private static int comparePaths(List<Rule> a, List<Rule> b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = ORDER_IN_HOST.compare(a.get(i), b.get(i));
        }
        return order;
    }
}
