package io.tailrace.control;

import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.files.ManifestFiles;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.publish.HoldOff;
import io.tailrace.control.publish.InForce;
import io.tailrace.control.publish.Publisher;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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

    private DecisionTable table;
    private List<Rejection> ofSource = List.of();
    private boolean endpointsChanged;
    private boolean reportDue;

    /** When a certificate begins or ceases to be valid. */
    private Instant certificatesChange = Instant.MAX;

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
        this.table = compiler.compile(model);
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
        source.await(beganNs, holdOff.dueInNs(beganNs));
        long nowNs = clock.getAsLong();
        source.collect(nowNs, model);
        note(model.takeChanges(), nowNs);
        if (holdOff.isDue(nowNs)) {
            compile(nowNs);
        }
        if (endpointsChanged) {
            publish();
        }
        report(nowNs);
    }

    private void note(Changes changes, long nowNs) {
        if (changes.rules()) {
            holdOff.changed(nowNs);
        }
        // Endpoints never wait: the rules in force are published with what the clusters have now.
        endpointsChanged |= changes.endpoints();
    }

    private void compile(long nowNs) {
        holdOff.compiled(nowNs);
        table = compiler.compile(model);
        endpointsChanged = true;
    }

    private void publish() {
        endpointsChanged = false;
        reportDue = true;
        publisher.publish(table, model);
    }

    private void report(long nowNs) {
        List<Rejection> newest = source.rejections(nowNs);
        Instant now = calendar.instant();
        if (reportDue || !newest.equals(ofSource) || !now.isBefore(certificatesChange)) {
            reportDue = false;
            ofSource = newest;
            certificatesChange = table.certificates().changesAfter(now);
            InForce inForce = publisher.report(table, newest, now);
            rejectionLog.log(inForce, table.notices());
        }
    }
}
