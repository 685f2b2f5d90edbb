package io.tailrace.control;

import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.Orders.Pending;
import io.tailrace.control.hold.Outcome;
import io.tailrace.control.hold.RulesInForce;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelSource;
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
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The control thread: from changes of the source to a snapshot in force, one {@link #turn} at a
 * time. Whatever is wrong with one object becomes a rejection; what is in force stays in force
 * until something better can be published.
 *
 * <p>Thread: control.
 */
final class ControlLoop implements Runnable {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    private final ModelSource source;
    private final RuleCompiler compiler;
    private final RulesInForce rules;
    private final Orders orders;
    private final Publisher publisher;
    private final LongSupplier clock;
    private final InstantSource calendar;
    private final Model model = new Model();
    private final HoldOff holdOff = new HoldOff();
    private final RejectionLog rejectionLog = new RejectionLog();

    /** Of the rules in force, and of the newest in all else. */
    private DecisionTable table = DecisionTable.EMPTY;

    private List<Rejection> ofSource = List.of();

    /** What is not compiled yet. */
    private Changes uncompiled = Changes.NONE;

    /** The last compile failed, and nobody knows how far it came. */
    private boolean broken = true;

    /** Services whose endpoints are not published yet. */
    private Set<ObjectKey> changedServices = Set.of();

    /** Compiled, and not taken up: something that it names is on the way. */
    private @Nullable DecisionTable waiting;

    /** Open until the first rules are taken up. */
    private final CountDownLatch first = new CountDownLatch(1);

    private boolean compiledOnce;

    /** There are rules in force. */
    private boolean begun;

    private boolean publishDue;
    private boolean reportDue;

    ControlLoop(
            ModelSource source,
            CompileSettings settings,
            RulesInForce rules,
            Orders orders,
            Publisher publisher,
            LongSupplier clock,
            InstantSource calendar) {
        this.source = source;
        this.compiler = new RuleCompiler(settings);
        this.rules = rules;
        this.orders = orders;
        this.publisher = publisher;
        this.clock = clock;
        this.calendar = calendar;
    }

    /** Loads what there is at once, and publishes it if that is all. Before the thread runs. */
    void start() {
        long nowNs = clock.getAsLong();
        source.load(nowNs, model);
        work(nowNs);
    }

    /**
     * Waits until the first generation is published, empty or not. Any thread.
     *
     * @return false when the source was closed before that
     */
    boolean awaitFirst() throws InterruptedException {
        first.await();
        return !source.isClosed();
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
        first.countDown();
    }

    /** One turn. */
    void turn() throws InterruptedException {
        long beganNs = clock.getAsLong();
        source.await(beganNs, Math.min(holdOff.dueInNs(beganNs), publisher.watchDueInNs(beganNs)));
        long nowNs = clock.getAsLong();
        source.collect(nowNs, model);
        work(nowNs);
        obey(nowNs);
    }

    private void work(long nowNs) {
        note(model.takeChanges(), nowNs);
        noteServices(publisher.takeResolved());
        if (source.isListed() && (!compiledOnce || holdOff.isDue(nowNs) || isMissedNoMore())) {
            compile(nowNs);
        } else if (begun && !broken && rules.look(nowNs)) {
            takeUpRules();
        }
        if (waiting != null && source.isComplete()) {
            takeUp(waiting, nowNs);
        }
        if (publishDue && begun) {
            publish();
            source.published(nowNs, model);
            first.countDown();
        }
        publisher.watchCores(nowNs);
        report(nowNs);
    }

    /** What was compiled and waits would leave out what it has waited for. */
    private boolean isMissedNoMore() {
        return waiting != null && uncompiled.rules() && source.isComplete();
    }

    private void note(Changes changes, long nowNs) {
        if (changes.rules()) {
            uncompiled = uncompiled.and(changes);
            holdOff.changed(nowNs);
        }
        // Endpoints never wait: the rules in force are published with what the clusters have now.
        noteServices(changes.services());
    }

    private void noteServices(Set<ObjectKey> services) {
        if (!services.isEmpty()) {
            Set<ObjectKey> all = new HashSet<>(changedServices);
            all.addAll(services);
            changedServices = all;
            publishDue = true;
        }
    }

    private void compile(long nowNs) {
        holdOff.compiled(nowNs);
        compiledOnce = true;
        boolean all = broken;
        broken = true;
        waiting = all ? compiler.compile(model) : compiler.update(model, uncompiled);
        broken = false;
        uncompiled = Changes.NONE;
        source.want(compiler::named);
    }

    private void takeUp(DecisionTable newest, long nowNs) {
        waiting = null;
        boolean wasBroken = broken;
        broken = true;
        rules.compiled(newest, nowNs);
        takeUpRules();
        broken = wasBroken;
        begun = true;
    }

    private void takeUpRules() {
        table = compiler.inForce(rules.hosts(), model);
        publishDue = true;
    }

    /** What people order is in force and told before they hear of it. */
    private void obey(long nowNs) {
        for (Pending next = orders.poll(); next != null; next = orders.poll()) {
            try {
                next.outcome().complete(obey(next, nowNs));
            } finally {
                next.outcome().complete(Outcome.error("a bug stopped it", "see the log"));
            }
        }
    }

    private Outcome obey(Pending pending, long nowNs) {
        if (!begun) {
            return Outcome.error("no rules are in force yet", "see /readyz for what is missing");
        }
        if (broken) {
            return Outcome.error("the newest manifests cannot be compiled", "see the log");
        }
        Outcome outcome = rules.obey(pending.order(), nowNs, calendar.instant());
        if (!outcome.isDone()) {
            return outcome;
        }
        takeUpRules();
        source.want(compiler::named);
        boolean isNew = publish();
        report(nowNs);
        return isNew ? outcome.in(rules.generation()) : outcome;
    }

    private boolean publish() {
        publishDue = false;
        reportDue = true;
        boolean isNew = publisher.publish(table, model, changedServices);
        changedServices = Set.of();
        return isNew;
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
            if (begun) {
                rules.tell(inForce.generation(), inForce.fingerprint(), now);
            }
        }
    }
}
