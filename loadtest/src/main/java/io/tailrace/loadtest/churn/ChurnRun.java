package io.tailrace.loadtest.churn;

import io.tailrace.loadtest.ResponseReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One run: pods, first manifests, clients, then one change after the other, each once the last is
 * in force.
 *
 * <p>Thread: main.
 */
final class ChurnRun {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long ASK_EVERY_MS = 4;
    private static final long FIRST_RULES_NS = 30 * SECOND_NS;

    /**
     * Nothing of the first manifests is still on its way after so long without a new generation.
     */
    private static final long CALM_NS = SECOND_NS;

    /** After so many changes that were not taken in a row, no more will be. */
    private static final int GIVE_UP_AFTER = 3;

    private static final long SAY_EVERY_NS = 10 * SECOND_NS;

    private final ChurnPlan plan;
    private final InetSocketAddress proxy;
    private final PrintWriter progress;
    private final Dice dice;
    private final Rules first;
    private final Timeline timeline;
    private final ChurnTally tally = new ChurnTally();
    private final Histogram lagNs = new Histogram(60 * SECOND_NS, 3);
    private final Map<Kind, Integer> byKind = new EnumMap<>(Kind.class);
    private final Memory memory;
    private int adopted;

    /**
     * @param progress where a line now and then tells how far it is
     */
    ChurnRun(ChurnPlan plan, PrintWriter progress) throws IOException {
        this.plan = plan;
        this.proxy = plan.target().resolve();
        this.progress = progress;
        this.dice = new Dice(plan.seed());
        this.first = dice.first();
        this.timeline = new Timeline(first);
        this.memory = new Memory(plan.pid());
    }

    /**
     * @throws IOException when the run cannot start, with one line for the user
     */
    ChurnReport run() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        first.services().values().forEach(names::addAll);
        Generations generations = new Generations(plan.admin());
        try (EchoPods pods = EchoPods.start(names)) {
            ManifestDirectory directory =
                    new ManifestDirectory(plan.manifests(), plan.controller(), pods.ports());
            generations.seenByAll();
            directory.writeAll(first);
            awaitFirstRules(generations);
            ChurnLoad load = new ChurnLoad(plan, proxy, timeline, tally);
            load.start();
            long startNs;
            long tookNs;
            try {
                awaitTunnels();
                memory.look();
                startNs = System.nanoTime();
                change(directory, generations, startNs);
                tookNs = System.nanoTime() - startNs;
            } finally {
                load.stop();
            }
            memory.look();
            return new ChurnReport(plan, tally, byKind, adopted, tookNs, lagNs, memory.text());
        }
    }

    /** Waits until the proxy goes by all of the first manifests, and by nothing else. */
    private void awaitFirstRules(Generations generations) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        long generation = generations.seenByAll();
        long calmSinceNs = beganNs;
        while (System.nanoTime() - calmSinceNs < CALM_NS || !goesByFirstRules()) {
            if (System.nanoTime() - beganNs > FIRST_RULES_NS) {
                throw new IOException(
                        "the proxy does not go by the manifests in %s after %d s: is it started"
                                        .formatted(plan.manifests(), FIRST_RULES_NS / SECOND_NS)
                                + " with --manifests and that directory?");
            }
            TimeUnit.MILLISECONDS.sleep(10 * ASK_EVERY_MS);
            long now = generations.seenByAll();
            if (now != generation) {
                generation = now;
                calmSinceNs = System.nanoTime();
            }
        }
    }

    private boolean goesByFirstRules() {
        for (Map.Entry<String, List<PathRule>> host : first.hosts().entrySet()) {
            // Any name is covered by the wildcard that has no rules of its own.
            String name = host.getKey().replace("*", "other");
            for (PathRule rule : host.getValue()) {
                if (!isRight(name, rule.path())) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isRight(String host, String path) {
        try (ChurnConnection connection = new ChurnConnection(proxy, plan.timeoutMs())) {
            ResponseReader answer = connection.ask(host, path);
            Set<String> pods = first.podsFor(host, path);
            return answer.status() == 200 && pods.contains(answer.body().split(" ", 2)[0]);
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitTunnels() throws InterruptedException {
        long beganNs = System.nanoTime();
        while (tally.tunnelsOpened.sum() < plan.tunnels()
                && System.nanoTime() - beganNs < plan.timeoutMs() * 1_000_000L) {
            TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MS);
        }
        if (tally.tunnelsOpened.sum() < plan.tunnels()) {
            tally.violation(
                    Violation.TUNNEL,
                    "%d of %d could be opened before the first change"
                            .formatted(tally.tunnelsOpened.sum(), plan.tunnels()));
        }
    }

    private void change(ManifestDirectory directory, Generations generations, long startNs)
            throws IOException, InterruptedException {
        Rules now = first;
        int refused = 0;
        long sayNs = startNs + SAY_EVERY_NS;
        for (int i = 0; i < plan.changes() && refused < GIVE_UP_AFTER; i++) {
            long dueNs = startNs + i * SECOND_NS / plan.changesPerSecond();
            TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
            if (System.nanoTime() - startNs > plan.seconds() * SECOND_NS) {
                return;
            }
            if (i == plan.changes() / 10) {
                memory.lookWarm();
            }
            Change change = dice.next(now);
            now = change.after();
            long before = generations.seenByAll();
            timeline.writing(now);
            long writtenNs = System.nanoTime();
            directory.write(change);
            if (awaitAdoption(generations, before, writtenNs)) {
                timeline.adopted();
                lagNs.recordValue(
                        Math.min(lagNs.getHighestTrackableValue(), System.nanoTime() - writtenNs));
                byKind.merge(change.kind(), 1, Integer::sum);
                adopted++;
                refused = 0;
            } else {
                tally.violation(
                        Violation.NOT_ADOPTED,
                        "change %d (%s): still generation %d after %d ms"
                                .formatted(i + 1, change.kind().text(), before, plan.timeoutMs()));
                refused++;
            }
            if (System.nanoTime() - sayNs >= 0) {
                sayNs += SAY_EVERY_NS;
                memory.look();
                progress.printf(
                        "%d of %d changes in force%s%n", adopted, plan.changes(), memory.now());
                progress.flush();
            }
        }
    }

    /** Returns whether all cores work by a newer generation in time. */
    private boolean awaitAdoption(Generations generations, long before, long writtenNs)
            throws IOException, InterruptedException {
        while (System.nanoTime() - writtenNs < plan.timeoutMs() * 1_000_000L) {
            TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MS);
            if (generations.seenByAll() > before) {
                return true;
            }
        }
        return false;
    }
}
