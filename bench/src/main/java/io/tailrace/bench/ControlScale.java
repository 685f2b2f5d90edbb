package io.tailrace.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * The control side at many sizes, one line each: how long it takes from the model to a snapshot
 * that is published, for everything and for small changes, and what it takes of memory. The machine
 * may be busy: for everything the processor time counts, with the garbage collector, and of the
 * rounds the best. Small changes are told as they are waited for.
 *
 * <p>Thread: main.
 */
final class ControlScale {
    private static final String[] HOSTS = {"1000", "10000", "100000"};
    private static final int WHOLES = 5;
    private static final int WARM_UPS = 300;
    private static final int CHANGES = 200;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final ControlLoad load;
    private final Random random = new Random(1);
    private final GenerationBoard board = new GenerationBoard(1);
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final Publisher publisher = new Publisher(cell, board, new InForceCell());
    private final RuleCompiler compiler = compiler();
    private DecisionTable table;

    private ControlScale(ControlLoad load) {
        this.load = load;
        this.table = compiler.compile(load.model());
        publish(Set.of());
    }

    /**
     * Prints a line for each size.
     *
     * @param args numbers of hosts; {@link #HOSTS} if there are none
     */
    public static void main(String[] args) {
        System.out.println("from the model to published, ms; 10 paths each host; memory, bytes");
        System.out.printf(
                Locale.ROOT,
                "%8s |%9s%9s |%16s |%16s |%16s |%8s%8s%n",
                "hosts",
                "compile",
                "publish",
                "a path p50/p99",
                "endp. p50/p99",
                "a host p50/p99",
                "model",
                "control");
        for (String hosts : args.length == 0 ? HOSTS : args) {
            measure(Integer.parseInt(hosts));
        }
    }

    private static void measure(int hosts) {
        long empty = usedBytes();
        ControlLoad load = new ControlLoad(hosts);
        long stated = usedBytes();
        ControlScale scale = new ControlScale(load);
        long used = usedBytes();
        double[] compileMs = new double[WHOLES];
        double[] publishMs = new double[WHOLES];
        for (int i = 0; i < WHOLES; i++) {
            RuleCompiler fresh = compiler();
            long start = SYSTEM.getProcessCpuTime();
            DecisionTable whole = fresh.compile(load.model());
            long compiled = SYSTEM.getProcessCpuTime();
            new Publisher(
                            new SnapshotCell(List.of(), _ -> {}),
                            new GenerationBoard(1),
                            new InForceCell())
                    .publish(whole, load.model(), Set.of());
            compileMs[i] = (compiled - start) / 1e6;
            publishMs[i] = (SYSTEM.getProcessCpuTime() - compiled) / 1e6;
        }
        double[] pathMs = scale.changes(i -> load.putIngress(scale.random.nextInt(hosts), i + 1));
        double[] endpointMs =
                scale.changes(i -> load.putSlice(scale.random.nextInt(load.services()), i + 1));
        double[] hostMs = scale.changes(i -> load.putIngress(hosts + i, 0));
        System.out.printf(
                Locale.ROOT,
                "%8d |%9.1f%9.1f |%8.3f%8.3f |%8.3f%8.3f |%8.3f%8.3f |%8.0f%8.0f%n",
                hosts,
                percentile(compileMs, 0),
                percentile(publishMs, 0),
                percentile(pathMs, 0.5),
                percentile(pathMs, 0.99),
                percentile(endpointMs, 0.5),
                percentile(endpointMs, 0.99),
                percentile(hostMs, 0.5),
                percentile(hostMs, 0.99),
                (double) (stated - empty) / load.rules(),
                (double) (used - stated) / load.rules());
    }

    private double[] changes(IntConsumer change) {
        double[] ms = new double[CHANGES];
        for (int i = -WARM_UPS; i < CHANGES; i++) {
            change.accept(i + WARM_UPS);
            long start = System.nanoTime();
            Changes changes = load.model().takeChanges();
            if (changes.rules()) {
                table = compiler.update(load.model(), changes);
            }
            publish(changes.services());
            double took = (System.nanoTime() - start) / 1e6;
            if (i >= 0) {
                ms[i] = took;
            }
            board.reportSeen(0, cell.current().generation());
        }
        return ms;
    }

    private void publish(Set<ObjectKey> services) {
        if (!publisher.publish(table, load.model(), services)) {
            throw new IllegalStateException("nothing was different");
        }
        publisher.report(List.of(), Instant.EPOCH);
    }

    private static RuleCompiler compiler() {
        return new RuleCompiler(new CompileSettings(ControlLoad.CONTROLLER, null, null, 0));
    }

    private static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
