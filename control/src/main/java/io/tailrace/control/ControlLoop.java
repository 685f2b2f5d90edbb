package io.tailrace.control;

import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.files.ManifestFiles;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.publish.HoldOff;
import io.tailrace.control.publish.InForce;
import io.tailrace.control.publish.Publisher;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The control thread: from changes of the source to a snapshot in force, one {@link #turn} at a
 * time. Whatever is wrong with one object becomes a rejection; what is in force stays in force
 * until something better can be published.
 *
 * <p>Thread: control.
 */
final class ControlLoop implements Runnable {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    private final ManifestFiles source;
    private final RuleCompiler compiler;
    private final Publisher publisher;
    private final LongSupplier clock;
    private final InstantSource calendar;
    private final Model model = new Model();
    private final HoldOff holdOff = new HoldOff();
    private final RejectionLog rejectionLog = new RejectionLog();

    private DecisionTable table = DecisionTable.EMPTY;
    private List<Rejection> ofSource = List.of();

    /** What is not compiled yet. */
    private Changes uncompiled = Changes.NONE;

    /** The last compile failed, and nobody knows how far it came. */
    private boolean broken = true;

    /** Services whose endpoints are not published yet. */
    private Set<ObjectKey> changedServices = Set.of();

    private boolean publishDue;
    private boolean reportDue;

    ControlLoop(
            ManifestFiles source,
            CompileSettings settings,
            Publisher publisher,
            LongSupplier clock,
            InstantSource calendar) {
        this.source = source;
        this.compiler = new RuleCompiler(settings);
        this.publisher = publisher;
        this.clock = clock;
        this.calendar = calendar;
    }

    /**
     * Loads everything and publishes the first generation, empty or not. Before the thread runs.
     */
    void start() {
        long nowNs = clock.getAsLong();
        source.load(nowNs, model);
        model.takeChanges();
        compile(nowNs);
        publish();
        report(nowNs);
    }

    /** Until the source is closed. */
    @Override
    public void run() {
        while (!source.isClosed()) {
            try {
                turn();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // A bug: what is in force goes on, and the next change gets another chance.
                LOG.log(Level.ERROR, "a turn of the control loop failed", e);
            }
        }
    }

    /** One turn. */
    void turn() throws InterruptedException {
        long beganNs = clock.getAsLong();
        source.await(beganNs, Math.min(holdOff.dueInNs(beganNs), publisher.watchDueInNs(beganNs)));
        long nowNs = clock.getAsLong();
        source.collect(nowNs, model);
        note(model.takeChanges(), nowNs);
        if (holdOff.isDue(nowNs)) {
            compile(nowNs);
        }
        if (publishDue) {
            publish();
        }
        publisher.watchCores(nowNs);
        report(nowNs);
    }

    private void note(Changes changes, long nowNs) {
        if (changes.rules()) {
            uncompiled = uncompiled.and(changes);
            holdOff.changed(nowNs);
        }
        // Endpoints never wait: the rules in force are published with what the clusters have now.
        if (changes.endpoints()) {
            Set<ObjectKey> all = new HashSet<>(changedServices);
            all.addAll(changes.services());
            changedServices = all;
            publishDue = true;
        }
    }

    private void compile(long nowNs) {
        holdOff.compiled(nowNs);
        boolean all = broken;
        broken = true;
        table = all ? compiler.compile(model) : compiler.update(model, uncompiled);
        broken = false;
        uncompiled = Changes.NONE;
        publishDue = true;
    }

    private void publish() {
        publishDue = false;
        reportDue = true;
        publisher.publish(table, model, changedServices);
        changedServices = Set.of();
    }

    private void report(long nowNs) {
        List<Rejection> newest = source.rejections(nowNs);
        Instant now = calendar.instant();
        boolean sameOfSource = newest.equals(ofSource);
        if (reportDue || !sameOfSource || !now.isBefore(publisher.reportDue())) {
            reportDue = false;
            if (!sameOfSource) {
                ofSource = newest;
            }
            InForce inForce = publisher.report(ofSource, now);
            rejectionLog.log(inForce, table.notices());
        }
    }
}
