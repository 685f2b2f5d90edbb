package io.tailrace.bench;

import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Route;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One match of a request's host and path, over requests in random order.
 *
 * <p>{@code compiled} reads the request's bytes. Its baselines get more: {@code scan} and {@code
 * maps} have host and path as strings whose hashes are known, and {@code maps} is even told which
 * rule path to look up, as a map knows no prefixes.
 *
 * <p>Thread: any, one at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteTableBenchmark {
    private static final int REQUESTS = 1 << 17;

    /**
     * Hosts x rules of each; all hosts have the same paths. A single rule is Prefix {@code /}, so
     * that what is left is the look-up of the host.
     */
    @Param({"2x2", "10000x10", "100000x1", "100000x10"})
    String size = "2x2";

    /** Requests go to so many of the hosts: 0 for all. */
    @Param({"0"})
    int hot;

    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Map<String, Rule>> byHost = new HashMap<>();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final int[] offsets = new int[2 * REQUESTS + 1];
    private final String[] hosts = new String[REQUESTS];
    private final String[] paths = new String[REQUESTS];
    private final String[] rulePaths = new String[REQUESTS];
    private RouteTable table = RouteTable.empty();
    private int next;

    @Setup
    public void setUp() {
        int x = size.indexOf('x');
        int hostCount = Integer.parseInt(size, 0, x, 10);
        int pathCount = Integer.parseInt(size, x + 1, size.length(), 10);
        for (int host = 0; host < hostCount; host++) {
            for (int path = 0; path < pathCount; path++) {
                Rule rule =
                        new Rule(
                                host(host),
                                pathCount == 1 ? "/" : path(path),
                                path % 3 == 2 ? PathType.EXACT : PathType.PREFIX,
                                new ClusterKey("shop", "web-" + path, "80"),
                                "shop/web");
                rules.add(rule);
                byHost.computeIfAbsent(rule.host(), key -> new HashMap<>()).put(rule.path(), rule);
            }
        }
        table = RouteTable.of(rules, key -> 0, 42);

        SplittableRandom random = new SplittableRandom(42);
        ExpandableArrayBuffer requests = new ExpandableArrayBuffer();
        int end = 0;
        for (int i = 0; i < REQUESTS; i++) {
            int path = random.nextInt(pathCount);
            hosts[i] = host(random.nextInt(hot == 0 ? hostCount : hot));
            paths[i] = path % 3 == 2 ? path(path) : path(path) + "/items/4711";
            rulePaths[i] = pathCount == 1 ? "/" : path(path);
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

    /** All three give the same answer, or the figures compare nothing. */
    private void verify() {
        for (int i = 0; i < 100; i++) {
            next = i;
            Route route = compiled();
            next = i;
            Rule mapped = maps();
            next = i;
            Rule scanned = scan();
            if (route == null || !route.rule().equals(mapped) || !route.rule().equals(scanned)) {
                throw new IllegalStateException(hosts[i] + paths[i] + " -> " + route);
            }
        }
    }

    private static String host(int number) {
        return "host-" + number + ".team-" + number % 97 + ".example.com";
    }

    private static String path(int number) {
        return "/api/v" + (number % 2 + 1) + "/resource-" + number;
    }

    @Benchmark
    public @Nullable Route compiled() {
        int i = next++ & (REQUESTS - 1);
        int host = offsets[2 * i];
        int path = offsets[2 * i + 1];
        return table.match(
                table.host(bytes, host, path - host), bytes, path, offsets[2 * i + 2] - path);
    }

    @Benchmark
    public @Nullable Rule maps() {
        int i = next++ & (REQUESTS - 1);
        Map<String, Rule> byPath = byHost.get(hosts[i]);
        return byPath == null ? null : byPath.get(rulePaths[i]);
    }

    @Benchmark
    public @Nullable Rule scan() {
        int i = next++ & (REQUESTS - 1);
        String host = hosts[i];
        String path = paths[i];
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

    /** Compiling the whole table. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    public RouteTable compile() {
        return RouteTable.of(rules, key -> 0, next++);
    }
}
