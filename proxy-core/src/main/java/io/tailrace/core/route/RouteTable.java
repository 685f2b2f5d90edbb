package io.tailrace.core.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;

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
 *   host --> hosts, else rest --> HostRoutes: settings
 *   path ------------------------> HostRoutes: place --> rule, cluster id
 * </pre>
 *
 * For each rule it holds a reference and an id; for each host some 65 bytes, the name, and a tree
 * of paths unless another host has the same ({@code bench/bin/scale routes}).
 *
 * <p>Thread: any (immutable); built by control, matched by cores.
 */
public final class RouteTable {
    private static final Comparator<Rule> ORDER =
            Comparator.comparing(Rule::host).thenComparing(HostCompiler.ORDER_IN_HOST);
    private static final RouteTable EMPTY =
            new RouteTable(HostTable.of(Map.of(), 0), HostRoutes.NOBODY, 0);

    private final HostTable<HostRoutes> hosts;

    /** Of the rules without host. */
    private final HostRoutes rest;

    private final long fingerprint;

    private RouteTable(HostTable<HostRoutes> hosts, HostRoutes rest, long fingerprint) {
        this.hosts = hosts;
        this.rest = rest;
        this.fingerprint = fingerprint;
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
        Map<String, List<Rule>> byHost = new HashMap<>();
        for (Rule rule : rules) {
            byHost.computeIfAbsent(rule.host(), _ -> new ArrayList<>()).add(rule);
        }
        return EMPTY.with(byHost, settings, clusterIds, seed);
    }

    /**
     * This table with other rules for some hosts: equal to one built of all rules then, and at a
     * cost of the change. Shared are the routes of all other hosts, the set of host names unless it
     * changes, and the paths of a changed host if they stay. Control thread.
     *
     * @param changed hosts, each with all rules that it has now, in any order; a host with none is
     *     gone
     * @param settings of those of them that have others than the default ones
     * @param clusterIds the dense id of each cluster that their rules name; those of other hosts
     *     keep the ids that they have
     * @param seed as for {@link #of(Collection, ToIntFunction, long)}; counts when the set of host
     *     names changes
     * @throws IllegalArgumentException when two rules have the same host, path and type, or a rule
     *     is of another host
     */
    public RouteTable with(
            Map<String, ? extends Collection<Rule>> changed,
            Map<String, ClassSettings> settings,
            ToIntFunction<ClusterKey> clusterIds,
            long seed) {
        HostCompiler compiler = new HostCompiler(clusterIds);
        Map<String, HostRoutes> put = HashMap.newHashMap(changed.size());
        Set<String> gone = new HashSet<>();
        HostRoutes nextRest = rest;
        long nextFingerprint = fingerprint;
        for (Map.Entry<String, ? extends Collection<Rule>> change : changed.entrySet()) {
            String host = change.getKey();
            HostRoutes former = routes(host);
            HostRoutes routes =
                    compiler.compile(
                            host,
                            change.getValue(),
                            settings.getOrDefault(host, ClassSettings.DEFAULT),
                            former);
            nextFingerprint += routes.fingerprint() - former.fingerprint();
            if (host.isEmpty()) {
                nextRest = routes;
            } else if (routes == HostRoutes.NOBODY) {
                gone.add(host);
            } else {
                put.put(host, routes);
            }
        }
        return new RouteTable(hosts.with(put, gone, seed), nextRest, nextFingerprint);
    }

    /** Those of this very name, wildcard or empty host. */
    private HostRoutes routes(String host) {
        HostRoutes found = host.isEmpty() ? rest : hosts.get(host);
        return found == null ? HostRoutes.NOBODY : found;
    }

    /**
     * The routes of the host that decides; none if no rule is for it, nor for all hosts. Core
     * thread; allocates nothing.
     *
     * @param name holds it at {@code [offset, offset + length)}, in any case, without port and
     *     without trailing dot; empty for a request without host
     */
    public HostRoutes host(DirectBuffer name, int offset, int length) {
        HostRoutes found = hosts.find(name, offset, length);
        return found == null ? rest : found;
    }

    /**
     * A hash of what the rules say, not of who states them: equal in every process for equal rules,
     * in whatever steps the table was built. Two tables that differ by accident (a rule lost, one
     * process behind the other) differ in it, but for a chance of 1 in 2^64. It is no proof against
     * somebody who looks for two tables of equal fingerprint: it has no key.
     */
    public long fingerprint() {
        return fingerprint;
    }

    /** The decision table, sorted by host, path and type. Gathered anew for each call. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        Collections.addAll(rules, rest.rules());
        hosts.forEach(routes -> Collections.addAll(rules, routes.rules()));
        rules.sort(ORDER);
        return Collections.unmodifiableList(rules);
    }
}
