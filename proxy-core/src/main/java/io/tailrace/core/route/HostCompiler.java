package io.tailrace.core.route;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the rules of hosts, and compiles equal paths once.
 *
 * <p>Thread: control.
 */
final class HostCompiler {
    static final Comparator<Rule> ORDER_IN_HOST =
            Comparator.comparing(Rule::path).thenComparing(Rule::type);

    private final ToIntFunction<ClusterKey> clusterIds;
    private final Map<Paths, long[]> compiled = new HashMap<>();

    /**
     * @param clusterIds the dense id of each cluster that a rule names
     */
    HostCompiler(ToIntFunction<ClusterKey> clusterIds) {
        this.clusterIds = clusterIds;
    }

    /**
     * The routes of a host; {@link HostRoutes#NOBODY} without rules.
     *
     * @param rules in any order
     * @param former the host's routes in the table before, whose paths may be the same
     * @throws IllegalArgumentException when two have the same path and type, or one is of another
     *     host
     */
    HostRoutes compile(
            String host, Collection<Rule> rules, ClassSettings settings, HostRoutes former) {
        if (rules.isEmpty()) {
            return HostRoutes.NOBODY;
        }
        Rule[] sorted = rules.toArray(new Rule[0]);
        Arrays.sort(sorted, ORDER_IN_HOST);
        int[] ids = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            Rule rule = sorted[i];
            if (!rule.host().equals(host)) {
                throw new IllegalArgumentException(
                        "rule of another host than " + host + ": " + rule);
            }
            if (i > 0 && ORDER_IN_HOST.compare(sorted[i - 1], rule) == 0) {
                throw new IllegalArgumentException(
                        "two rules of one host, path and type: " + sorted[i - 1] + ", " + rule);
            }
            ids[i] = clusterIds.applyAsInt(rule.target());
        }
        return new HostRoutes(paths(sorted, former), sorted, ids, settings);
    }

    private long[] paths(Rule[] sorted, HostRoutes former) {
        Paths paths = new Paths(sorted);
        if (paths.equals(new Paths(former.rules()))) {
            return former.paths();
        }
        return compiled.computeIfAbsent(paths, _ -> PathTreeBuilder.build(Arrays.asList(sorted)));
    }

    /**
     * The paths and types of rules. They have an order, since whoever states paths may choose them
     * to have equal hashes: a map then falls back on it.
     */
    private static final class Paths implements Comparable<Paths> {
        private final Rule[] rules;
        private final int hash;

        Paths(Rule[] rules) {
            this.rules = rules;
            int combined = 0;
            for (Rule rule : rules) {
                combined = 31 * combined + rule.path().hashCode();
                combined = 31 * combined + rule.type().ordinal();
            }
            this.hash = combined;
        }

        @Override
        public int compareTo(Paths other) {
            int order = Integer.compare(rules.length, other.rules.length);
            for (int i = 0; order == 0 && i < rules.length; i++) {
                order = ORDER_IN_HOST.compare(rules[i], other.rules[i]);
            }
            return order;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Paths paths && hash == paths.hash && compareTo(paths) == 0;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
