package io.tailrace.core.route;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The decision table of one generation, compiled: which rule a request's host and path select
 * (Kubernetes {@code networking.k8s.io/v1} {@code IngressRule} and {@code HTTPIngressPath}).
 *
 * <p>One host decides: the exact name, else the wildcard that covers exactly its first label, else
 * the rules without host. Its rules alone count then; a request that none of them matches has no
 * route, whatever a less specific host would say. Within the host the longest path wins, lengths
 * compared without one trailing slash, at equal length Exact before Prefix, and {@link
 * PathType#ANY} takes the rest.
 *
 * <pre>
 *   host --> names, else wildcards, else rest --> matchers[matcher], firstRoute --> settings
 *   path --> matcher --> place                --> routes[firstRoute + place]
 * </pre>
 *
 * <p>Thread: any (immutable); built by control, matched by cores.
 */
public final class RouteTable {
    /** No rule is for the host, nor for all hosts. */
    public static final long NO_HOST = HostTable.NONE;

    private static final RouteTable EMPTY = of(List.of(), key -> 0, 0);

    private final HostTable names;
    private final HostTable wildcards;
    private final long rest;
    private final PathMatcher[] matchers;
    private final Route[] routes;
    private final long fingerprint;

    /**
     * @param names exact ones; values are those of {@link #hostValue}
     * @param wildcards without their {@code *.}
     * @param rest the value for all other hosts, or {@link HostTable#NONE}
     * @param routes sorted by host, path and type
     */
    RouteTable(
            HostTable names,
            HostTable wildcards,
            long rest,
            PathMatcher[] matchers,
            Route[] routes,
            long fingerprint) {
        this.names = names;
        this.wildcards = wildcards;
        this.rest = rest;
        this.matchers = matchers;
        this.routes = routes;
        this.fingerprint = fingerprint;
    }

    /**
     * What is known of a host: which matcher is its own, and where its rules start in the routes.
     */
    static long hostValue(int matcher, int firstRoute) {
        return ((long) matcher << Integer.SIZE) | firstRoute;
    }

    /** The table that matches nothing. */
    public static RouteTable empty() {
        return EMPTY;
    }

    /**
     * Compiles a decision table. Control thread.
     *
     * @param rules in any order
     * @param clusterIds the dense id of each cluster that a rule names
     * @param seed random and secret, another one for each table, so that nobody can choose host
     *     names that collide; has no effect on what the table says
     * @throws IllegalArgumentException when two rules have the same host, path and type
     */
    public static RouteTable of(
            Collection<Rule> rules, ToIntFunction<ClusterKey> clusterIds, long seed) {
        return of(rules, Map.of(), clusterIds, seed);
    }

    /**
     * As {@link #of(Collection, ToIntFunction, long)}.
     *
     * @param settings of the hosts that have others than the default ones
     */
    public static RouteTable of(
            Collection<Rule> rules,
            Map<String, ClassSettings> settings,
            ToIntFunction<ClusterKey> clusterIds,
            long seed) {
        return RouteTableBuilder.build(rules, settings, clusterIds, seed);
    }

    /**
     * The route of a request, or null if no rule matches. Core thread; allocates nothing.
     *
     * @param host what {@link #host} found in this table
     * @param path holds the match path at {@code [offset, offset + length)}: starts with {@code /},
     *     or is {@code *}
     */
    public @Nullable Route match(long host, DirectBuffer path, int offset, int length) {
        if (host == NO_HOST) {
            return null;
        }
        int place = matchers[(int) (host >> Integer.SIZE)].match(path, offset, length);
        return place == PathMatcher.NONE ? null : routes[(int) host + place];
    }

    /**
     * How requests for a host are to be treated, before they are matched.
     *
     * @param host what {@link #host} found in this table
     */
    public ClassSettings settings(long host) {
        return host == NO_HOST ? ClassSettings.DEFAULT : routes[(int) host].settings();
    }

    /**
     * Which host's rules decide; {@link #NO_HOST} if none do. Of this table only. Core thread;
     * allocates nothing.
     *
     * @param host holds the name at {@code [offset, offset + length)}, in any case, without port
     *     and without trailing dot; empty for a request without host
     */
    public long host(DirectBuffer host, int offset, int length) {
        long value = names.find(host, offset, length);
        if (value == HostTable.NONE && wildcards.size() > 0) {
            int label = HostTable.firstLabel(host, offset, length);
            if (label > 0) {
                value = wildcards.find(host, offset + label, length - label);
            }
        }
        return value == HostTable.NONE ? rest : value;
    }

    /** A hash of what the rules say, equal in every process for equal rules. */
    public long fingerprint() {
        return fingerprint;
    }

    /** The decision table, sorted by host, path and type. */
    public List<Rule> rules() {
        return new Rules(routes);
    }

    /** The rules of routes. */
    private static final class Rules extends AbstractList<Rule> implements RandomAccess {
        private final Route[] routes;

        Rules(Route[] routes) {
            this.routes = routes;
        }

        @Override
        public Rule get(int index) {
            return routes[index].rule();
        }

        @Override
        public int size() {
            return routes.length;
        }
    }
}
