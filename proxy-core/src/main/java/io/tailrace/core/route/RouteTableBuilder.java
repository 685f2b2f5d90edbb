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
 * Writes a {@link RouteTable}: sorts the rules, numbers their hosts, and compiles each host's paths
 * unless another host has the same.
 *
 * <p>Thread: control.
 */
final class RouteTableBuilder {
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
            Collection<Rule> rules, ToIntFunction<ClusterKey> clusterIds, long seed) {
        RouteTableBuilder builder = new RouteTableBuilder(rules);
        Route[] routes = new Route[builder.rules.length];
        Fingerprint fingerprint = new Fingerprint();
        for (int i = 0; i < routes.length; i++) {
            Rule rule = builder.rules[i];
            routes[i] = new Route(rule, clusterIds.applyAsInt(rule.target()));
            fingerprint.add(rule);
        }
        return builder.build(routes, fingerprint.value(), seed);
    }

    private RouteTable build(Route[] routes, long fingerprint, long seed) {
        int hosts = firsts.length - 1;
        List<String> exactNames = new ArrayList<>();
        List<String> wildcardNames = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            String name = name(host);
            if (name.startsWith(WILDCARD)) {
                wildcardNames.add(name.substring(WILDCARD.length()));
            } else if (!name.isEmpty()) {
                exactNames.add(name);
            }
        }
        HostTableBuilder exact = new HostTableBuilder(exactNames);
        HostTableBuilder wildcards = new HostTableBuilder(wildcardNames);
        HostTable exactTable = exact.build(seed);
        HostTable wildcardTable = wildcards.build(seed);

        PathMatcher[] matchers = new PathMatcher[hosts];
        int[] firstRoutes = new int[hosts];
        // By comparison, not by a hash: whoever states paths could choose them to collide.
        Map<List<Rule>, PathMatcher> compiled = new TreeMap<>(RouteTableBuilder::comparePaths);
        int exactDone = 0;
        int wildcardsDone = 0;
        for (int host = 0; host < hosts; host++) {
            int number = hosts - 1;
            if (name(host).startsWith(WILDCARD)) {
                number = exactNames.size() + wildcards.slot(wildcardsDone++);
            } else if (!name(host).isEmpty()) {
                number = exact.slot(exactDone++);
            }
            firstRoutes[number] = firsts[host];
            matchers[number] = compiled.computeIfAbsent(rulesOf(host), PathTreeBuilder::build);
        }
        return new RouteTable(
                routes, exactTable, wildcardTable, matchers, firstRoutes, fingerprint);
    }

    private String name(int host) {
        return rules[firsts[host]].host();
    }

    private List<Rule> rulesOf(int host) {
        return Arrays.asList(rules).subList(firsts[host], firsts[host + 1]);
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
