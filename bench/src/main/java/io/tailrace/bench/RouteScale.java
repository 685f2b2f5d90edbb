package io.tailrace.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.tailrace.core.route.RouteTable;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * The routing table at many sizes, one line each: how long it takes to build and to change, what it
 * takes of memory besides the rules themselves, and how long a match takes beside other matchers.
 * The machine may be busy: matchers take turns, processor time counts (for a large table that of
 * the process, with the garbage collector), and of the rounds the best.
 *
 * <p>Thread: main.
 */
final class RouteScale {
    private static final String[] SIZES = {
        "2x2",
        "1000x10",
        "100000x1",
        "100000x10",
        "100000x10:1000",
        "100000x10own",
        "100000x10own:1000"
    };
    private static final int BUILDS = 7;
    private static final int CHANGES = 51;
    private static final int ROUNDS = 15;
    private static final int REQUESTS = 1 << 17;
    private static final int SCANS = 1_000;

    /** Larger tables are not scanned: everybody knows. */
    private static final int MOST_SCANNED_RULES = 10_000;

    /** Smaller tables weigh less than what else is loaded meanwhile. */
    private static final int FEWEST_WEIGHED_RULES = 1_000;

    /** To build a table of so many keeps the garbage collector busy. */
    private static final int MANY_RULES = 100_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private RouteScale() {}

    /** Asks a number of requests; the sum of the answers, so that none can be left out. */
    private interface Pass {
        long run(RouteLoad load, int requests);
    }

    /**
     * Prints the table.
     *
     * @param args sizes; {@link #SIZES} if there are none
     */
    public static void main(String[] args) {
        System.out.printf(
                Locale.ROOT,
                "%-17s |%8s%8s%8s |%8s%8s |%8s%8s%8s%8s%8s%8s%n",
                "hosts x paths",
                "build",
                "a path",
                "a host",
                "bytes",
                "- names",
                "match",
                "alone",
                "maps",
                "scan",
                "naive",
                "bytes");
        System.out.printf(
                Locale.ROOT,
                "%-17s |%8s%8s%8s |%8s%8s |%8s%8s%8s%8s%8s%8s%n",
                "[own] [:hot]",
                "ms",
                "ms",
                "ms",
                "/rule",
                "/rule",
                "ns",
                "ns",
                "ns",
                "ns",
                "ns",
                "");
        for (String size : args.length == 0 ? SIZES : args) {
            measure(size);
        }
    }

    private static void measure(String text) {
        RouteSize size = RouteSize.parse(text);
        RouteLoad load = new RouteLoad(size);
        long before = usedBytes();
        load.compile(0);
        double bytes = (double) (usedBytes() - before);
        LongSupplier whole =
                load.rules().size() < MANY_RULES
                        ? THREADS::getCurrentThreadCpuTime
                        : SYSTEM::getProcessCpuTime;
        double buildMs = bestMs(BUILDS, whole, load::compile);
        double pathMs =
                bestMs(
                        CHANGES,
                        THREADS::getCurrentThreadCpuTime,
                        i -> load.changePath(i % size.hosts(), i));
        double hostMs = bestMs(CHANGES, THREADS::getCurrentThreadCpuTime, load::addHost);
        load.prepare();
        int rules = load.rules().size();
        Pass[] passes = {
            RouteScale::match,
            RouteScale::alone,
            RouteScale::maps,
            RouteScale::scan,
            RouteScale::naive
        };
        double[][] ns = new double[passes.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < passes.length; i++) {
                boolean scans = i >= 3;
                int requests =
                        !scans
                                ? REQUESTS
                                : rules > MOST_SCANNED_RULES ? 0 : SCANS * 10 / rules + 100;
                ns[i][round] = ns(passes[i], load, requests);
            }
        }
        long allocatedBefore = allocatedBytes();
        match(load, REQUESTS);
        long allocated = allocatedBytes() - allocatedBefore;
        System.out.printf(
                Locale.ROOT,
                "%-17s |%8.3f%8.3f%8.3f |%8s%8s |%8s%8s%8s%8s%8s%8d%n",
                text,
                buildMs,
                pathMs,
                hostMs,
                rules < FEWEST_WEIGHED_RULES ? "-" : cell(bytes / rules),
                rules < FEWEST_WEIGHED_RULES ? "-" : cell((bytes - load.nameBytes()) / rules),
                cell(best(ns[0])),
                cell(best(ns[1])),
                cell(best(ns[2])),
                cell(best(ns[3])),
                cell(best(ns[4])),
                allocated / REQUESTS);
    }

    private static long match(RouteLoad load, int requests) {
        int mask = load.requests() - 1;
        long sum = 0;
        for (int i = 0; i < requests; i++) {
            sum += load.compiled(i & mask);
        }
        return sum;
    }

    /** As {@link #match}, but no request is looked at before the one before it has its answer. */
    private static long alone(RouteLoad load, int requests) {
        int mask = load.requests() - 1;
        long sum = 0;
        int next = 0;
        for (int i = 0; i < requests; i++) {
            int id = load.compiled(next);
            sum += id;
            // An id is not negative, but only we know.
            next = i + 1 + (id >> 31) & mask;
        }
        return sum;
    }

    private static long maps(RouteLoad load, int requests) {
        int mask = load.requests() - 1;
        long sum = 0;
        for (int i = 0; i < requests; i++) {
            sum += load.maps(i & mask) == null ? 0 : 1;
        }
        return sum;
    }

    private static long scan(RouteLoad load, int requests) {
        long sum = 0;
        for (int i = 0; i < requests; i++) {
            sum += load.scan(i) == null ? 0 : 1;
        }
        return sum;
    }

    private static long naive(RouteLoad load, int requests) {
        long sum = 0;
        for (int i = 0; i < requests; i++) {
            sum += load.naive(i) == null ? 0 : 1;
        }
        return sum;
    }

    private static double ns(Pass pass, RouteLoad load, int requests) {
        long start = THREADS.getCurrentThreadCpuTime();
        long sum = pass.run(load, requests);
        long ns = THREADS.getCurrentThreadCpuTime() - start;
        if (sum < 0) {
            throw new IllegalStateException("a request without a route");
        }
        return (double) ns / requests;
    }

    private static double bestMs(int count, LongSupplier clockNs, IntFunction<RouteTable> build) {
        double[] ms = new double[count];
        for (int i = 0; i < count; i++) {
            long start = clockNs.getAsLong();
            RouteTable built = build.apply(i);
            ms[i] = (double) (clockNs.getAsLong() - start) / 1e6;
            if (built.fingerprint() == 0) {
                throw new IllegalStateException("an empty table");
            }
        }
        return best(ms);
    }

    private static double best(double[] values) {
        return Arrays.stream(values).min().orElse(0);
    }

    /** Reachable ones: the serial collector leaves no others. */
    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static String cell(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "-";
    }
}
