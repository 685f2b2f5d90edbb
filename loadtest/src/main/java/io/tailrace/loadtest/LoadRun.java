package io.tailrace.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * One run from the first connection to the report: a {@link LoadLoop} on each thread, all with the
 * same start, and once a second the latencies of all of them taken together.
 *
 * <p>Thread: the one that calls it. Loops are handed to their threads and back through {@link
 * Future}s.
 */
final class LoadRun {
    private static final long INTERVAL_NS = 1_000_000_000L;

    /** Time for all threads to be at their first select when the schedule starts. */
    private static final long LEAD_NS = 10_000_000L;

    private final LoadPlan plan;
    private final @Nullable HistogramLogWriter log;
    private final Histogram latenciesNs = new Histogram(2 * LoadPlan.MAX_TIMEOUT_NS, 3);
    private final List<@Nullable Histogram> recycled = new ArrayList<>();

    /**
     * @param log where each second's latencies go, or null
     */
    LoadRun(LoadPlan plan, @Nullable HistogramLogWriter log) {
        this.plan = plan;
        this.log = log;
    }

    /**
     * @throws IOException when the run cannot start, with one line for the user
     */
    Report run() throws IOException, InterruptedException {
        InetSocketAddress address = plan.target().resolve();
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        plan.threads(), Thread.ofPlatform().name("load-", 0).daemon().factory());
        List<LoadLoop> loops = new ArrayList<>();
        try {
            for (int i = 0; i < plan.threads(); i++) {
                loops.add(new LoadLoop(plan, address, i));
                recycled.add(null);
            }
            open(loops, threads);
            long startNs = System.nanoTime() + LEAD_NS;
            Tally tally = run(loops, startNs, threads);
            return new Report(plan, tally, latenciesNs, plan.scheduleOf(0, startNs));
        } finally {
            threads.shutdownNow();
            if (threads.awaitTermination(1, TimeUnit.SECONDS)) {
                for (LoadLoop loop : loops) {
                    loop.close();
                }
            }
        }
    }

    private static void open(List<LoadLoop> loops, ExecutorService threads)
            throws IOException, InterruptedException {
        List<Callable<Boolean>> openings = new ArrayList<>();
        for (LoadLoop loop : loops) {
            openings.add(
                    () -> {
                        loop.open();
                        return true;
                    });
        }
        for (Future<Boolean> opening : threads.invokeAll(openings)) {
            result(opening);
        }
    }

    private Tally run(List<LoadLoop> loops, long startNs, ExecutorService threads)
            throws IOException, InterruptedException {
        List<Future<Tally>> running = new ArrayList<>();
        for (LoadLoop loop : loops) {
            running.add(threads.submit(() -> loop.run(startNs)));
        }
        Tally sum = new Tally();
        long intervalEndNs = plan.scheduleOf(0, startNs).countsFromNs();
        for (Future<Tally> future : running) {
            while (!isDone(future, intervalEndNs)) {
                takeInterval(loops);
                intervalEndNs += INTERVAL_NS;
            }
            sum.add(result(future));
        }
        takeInterval(loops);
        return sum;
    }

    /** Waits until the loop is done, or until the time. */
    private static boolean isDone(Future<Tally> future, long untilNs) throws InterruptedException {
        try {
            future.get(Math.max(0, untilNs - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    private void takeInterval(List<LoadLoop> loops) {
        Histogram interval = null;
        for (int i = 0; i < loops.size(); i++) {
            Histogram taken = loops.get(i).takeLatencies(recycled.get(i));
            recycled.set(i, taken);
            latenciesNs.add(taken);
            if (interval == null) {
                interval = taken;
            } else {
                interval.add(taken);
            }
        }
        // The log starts with the counted run: nothing is recorded before.
        if (log != null && interval != null && latenciesNs.getTotalCount() > 0) {
            log.outputIntervalHistogram(interval);
        }
    }

    private static <T> T result(Future<T> done) throws IOException, InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException reason) {
                throw reason;
            }
            throw new IllegalStateException("a load loop has failed", e.getCause());
        }
    }
}
