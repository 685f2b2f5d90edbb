package io.tailrace.bench;

import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.HostRoutes;
import io.tailrace.core.route.NaiveMatcher;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A decision table of some size, requests for it in random order, and the matchers that are
 * compared over them.
 *
 * <p>{@link #compiled} reads the request's bytes, as a core does. The others get more: strings
 * whose hashes are known, and {@link #maps} is even told which rule path to look up, as a map knows
 * no prefixes.
 *
 * <p>Thread: any, one at a time.
 */
final class RouteLoad {
    /**
     * Powers of two. A core reads a request that it has just parsed from its nearest cache; few
     * requests come close to that where the table fits in there too.
     */
    private static final int MANY_REQUESTS = 1 << 17;

    private static final int FEW_REQUESTS = 1 << 14;
    private static final int FEW_HOSTS = 1_000;

    private static final int CLUSTERS = 1_000;

    private final RouteSize size;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Map<String, Rule>> byHost = new HashMap<>();
    private final NaiveMatcher naive;
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final int[] offsets;
    private final String[] hosts;
    private final String[] paths;
    private final String[] rulePaths;
    private RouteTable table = RouteTable.empty();

    RouteLoad(RouteSize size) {
        this.size = size;
        int asked = size.hot() == 0 ? size.hosts() : size.hot();
        int requests = asked > FEW_HOSTS ? MANY_REQUESTS : FEW_REQUESTS;
        this.offsets = new int[2 * requests + 1];
        this.hosts = new String[requests];
        this.paths = new String[requests];
        this.rulePaths = new String[requests];
        List<ClusterKey> clusters = new ArrayList<>();
        for (int i = 0; i < CLUSTERS; i++) {
            clusters.add(new ClusterKey("shop", "web-" + i, "80"));
        }
        for (int host = 0; host < size.hosts(); host++) {
            for (int path = 0; path < size.paths(); path++) {
                rules.add(
                        new Rule(
                                host(host),
                                path(host, path),
                                type(path),
                                clusters.get((host + path) % CLUSTERS),
                                "shop/web"));
            }
        }
        Collections.shuffle(rules, new Random(42));
        naive = new NaiveMatcher(rules);
    }

    /** A power of two. */
    int requests() {
        return hosts.length;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Compiles the table that {@link #compiled} asks from then on. */
    RouteTable compile(long seed) {
        table = RouteTable.of(rules, RouteLoad::clusterId, seed);
        return table;
    }

    /** The table after a change of one path of a host. */
    RouteTable changePath(int host, int change) {
        List<Rule> changed = new ArrayList<>();
        for (int path = 1; path < size.paths(); path++) {
            changed.add(rule(host, path(host, path), type(path)));
        }
        changed.add(rule(host, "/changed-" + change, PathType.PREFIX));
        return table.with(Map.of(host(host), changed), Map.of(), RouteLoad::clusterId, change);
    }

    /** The table with one host more. */
    RouteTable addHost(long seed) {
        int host = size.hosts();
        return table.with(
                Map.of(host(host), List.of(rule(host, "/", PathType.PREFIX))),
                Map.of(),
                RouteLoad::clusterId,
                seed);
    }

    private static Rule rule(int host, String path, PathType type) {
        return new Rule(host(host), path, type, new ClusterKey("shop", "web-1", "80"), "shop/web");
    }

    /** The bytes of all host names. */
    long nameBytes() {
        long sum = 0;
        for (int host = 0; host < size.hosts(); host++) {
            sum += host(host).length();
        }
        return sum;
    }

    /** Writes the requests, and what their matchers need. */
    void prepare() {
        for (Rule rule : rules) {
            byHost.computeIfAbsent(rule.host(), key -> new HashMap<>()).put(rule.path(), rule);
        }
        SplittableRandom random = new SplittableRandom(42);
        ExpandableArrayBuffer requests = new ExpandableArrayBuffer();
        int end = 0;
        for (int i = 0; i < requests(); i++) {
            int host = random.nextInt(size.hot() == 0 ? size.hosts() : size.hot());
            int path = random.nextInt(size.paths());
            hosts[i] = host(host);
            rulePaths[i] = path(host, path);
            paths[i] =
                    type(path) == PathType.EXACT
                            ? path(host, path)
                            : (size.paths() == 1 ? "" : path(host, path)) + "/items/4711";
            end += requests.putStringWithoutLengthAscii(end, hosts[i]);
            offsets[2 * i + 1] = end;
            end += requests.putStringWithoutLengthAscii(end, paths[i]);
            offsets[2 * i + 2] = end;
        }
        byte[] copy = new byte[end];
        requests.getBytes(0, copy);
        bytes.wrap(copy);
        verify();
    }

    /** All give the same answer, or the figures compare nothing. */
    private void verify() {
        for (int i = 0; i < 100; i++) {
            Rule expected = maps(i);
            HostRoutes routes = routes(i);
            boolean scans = rules.size() < 100 || i < 2;
            if (expected == null
                    || !expected.equals(routes.rule(place(routes, i)))
                    || (scans && !expected.equals(scan(i)))
                    || (scans && !expected.equals(naive(i)))) {
                throw new IllegalStateException(hosts[i] + paths[i] + " is not " + expected);
            }
        }
    }

    private static int clusterId(ClusterKey key) {
        return Integer.parseInt(key.service(), "web-".length(), key.service().length(), 10);
    }

    private static String host(int number) {
        return "host-" + number + ".team-" + number % 97 + ".example.com";
    }

    private static PathType type(int path) {
        return path % 3 == 2 ? PathType.EXACT : PathType.PREFIX;
    }

    /** A single one is {@code /}, so that what is left is the look-up of the host. */
    private String path(int host, int path) {
        if (size.paths() == 1) {
            return "/";
        }
        return (size.ownPaths() ? "/app-" + host : "/api") + "/v" + (path % 2 + 1) + "/res-" + path;
    }

    private HostRoutes routes(int request) {
        int host = offsets[2 * request];
        return table.host(bytes, host, offsets[2 * request + 1] - host);
    }

    private int place(HostRoutes routes, int request) {
        int path = offsets[2 * request + 1];
        return routes.match(bytes, path, offsets[2 * request + 2] - path);
    }

    /** The id of the cluster that a request goes to. */
    int compiled(int request) {
        HostRoutes routes = routes(request);
        return routes.clusterId(place(routes, request));
    }

    /** Two look-ups with the very keys. */
    @Nullable Rule maps(int request) {
        Map<String, Rule> byPath = byHost.get(hosts[request]);
        return byPath == null ? null : byPath.get(rulePaths[request]);
    }

    /** A scan of all rules that allocates nothing and knows no wildcards and default backends. */
    @Nullable Rule scan(int request) {
        String host = hosts[request];
        String path = paths[request];
        Rule best = null;
        for (Rule rule : rules) {
            if (rule.host().equals(host)
                    && matches(rule, path)
                    && (best == null || best.path().length() < rule.path().length())) {
                best = rule;
            }
        }
        return best;
    }

    private static boolean matches(Rule rule, String path) {
        String wanted = rule.path();
        return rule.type() == PathType.EXACT
                ? path.equals(wanted)
                : path.startsWith(wanted)
                        && (wanted.equals("/")
                                || path.length() == wanted.length()
                                || path.charAt(wanted.length()) == '/');
    }

    /** A scan by the text of the API documentation. */
    @Nullable Rule naive(int request) {
        return naive.match(hosts[request], paths[request]);
    }
}
