package io.tailrace.control.publish;

import io.tailrace.control.compile.Certificates;
import io.tailrace.control.compile.ClusterBook;
import io.tailrace.control.compile.ClusterChanges;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.tls.CertTable;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Builds the snapshot of a decision table and publishes it, if it differs from the last one. A
 * snapshot shares with its predecessor whatever is equal, and is made at a cost of what is not.
 *
 * <p>Thread: control.
 */
public final class Publisher {
    private final SnapshotCell cell;
    private final GenerationBoard board;
    private final InForceCell inForce;
    private final ClusterBook book;
    private final Rejections rejections = new Rejections();
    private final CoreLag lag;

    /** Seeds against hash flooding: tenants name the hosts. */
    private final Random seeds = new SecureRandom();

    /** Of the last snapshot. */
    private DecisionTable table = DecisionTable.EMPTY;

    private Snapshot snapshot = Snapshot.empty();
    private Served served = Served.NOTHING;
    private int rules;
    private long generation;

    /** Nothing is published yet, or the last publish failed: nobody knows how far it came. */
    private boolean broken = true;

    private Certificates judged = Certificates.NONE;
    private Instant judgedUntil = Instant.MIN;
    private List<Rejection> outOfTime = List.of();
    private Instant certificatesEnd = Instant.MAX;

    /**
     * @param cell where the cores take it from
     * @param board how far they have come
     * @param inForce where it is told
     */
    public Publisher(SnapshotCell cell, GenerationBoard board, InForceCell inForce) {
        this(cell, board, inForce, new ClusterBook());
    }

    /**
     * @param book how Services come to endpoints; of this publisher alone
     */
    public Publisher(
            SnapshotCell cell, GenerationBoard board, InForceCell inForce, ClusterBook book) {
        this.book = book;
        this.cell = cell;
        this.board = board;
        this.inForce = inForce;
        this.lag = new CoreLag(board);
        this.generation = cell.current().generation();
    }

    /**
     * Puts rules and certificates in force with the endpoints that the model has for the clusters.
     *
     * @param services of which something has changed since the last publish
     * @return true when that made a new generation
     */
    public boolean publish(DecisionTable newest, Model model, Set<ObjectKey> services) {
        boolean all = broken;
        broken = true;
        if (all) {
            // The last one may have come as far as the cell.
            generation = cell.current().generation();
            book.recover();
        }
        TableChanges changes = new TableChanges(all ? DecisionTable.EMPTY : table, newest);
        long next = generation + 1;
        ClusterChanges clusters =
                book.update(
                        all ? withKnown(changes.clusters()) : changes.clusters(),
                        services,
                        changes.parts(),
                        newest,
                        model,
                        next,
                        board.seenByAll());
        RouteTable routes = all ? RouteTable.empty() : snapshot.routes();
        CertTable certificates = all ? CertTable.empty() : snapshot.certificates();
        boolean same = !all && clusters.isNone();
        if (!changes.rules().isEmpty()) {
            same = false;
            routes = routes.with(changes.rules(), changes.settings(), book::id, seeds.nextLong());
        }
        if (!changes.certificates().isEmpty()
                || !newest.certificates().rest().equals(certificates.rest())
                || !newest.clients().equals(table.clients())
                || all) {
            same = false;
            certificates =
                    certificates.with(
                            changes.certificates(),
                            newest.certificates().rest(),
                            newest.clients(),
                            seeds.nextLong());
        }
        if (!same) {
            Snapshot base = all ? Snapshot.empty() : snapshot;
            Snapshot made =
                    base.with(
                            next,
                            routes,
                            all ? book.clusters() : clusters.put(),
                            all ? List.of() : clusters.gone(),
                            newest.upstreamTls().equals(table.upstreamTls()) && !all
                                    ? base.upstreamTls()
                                    : new HashSet<>(newest.upstreamTls().values()),
                            certificates);
            cell.publish(made);
            snapshot = made;
            generation = next;
        }
        served = new Served(newest, snapshot);
        rules = (all ? 0 : rules) + changes.moreRules();
        table = newest;
        broken = false;
        return !same;
    }

    private Set<ClusterKey> withKnown(Set<ClusterKey> clusters) {
        Set<ClusterKey> all = new HashSet<>(clusters);
        book.clusters().forEach(cluster -> all.add(cluster.key()));
        return all;
    }

    /**
     * Tells what is in force.
     *
     * @param ofSource what the source of the model has rejected; the same list as before if that
     *     has not changed
     * @param now by which certificates are judged
     */
    public InForce report(List<Rejection> ofSource, Instant now) {
        judge(now);
        InForce report =
                new InForce(
                        generation,
                        snapshot.routes(),
                        rules,
                        book.size(),
                        book.endpoints(),
                        table.certificates().sources().size(),
                        certificatesEnd,
                        served,
                        rejections.of(
                                List.of(
                                        ofSource,
                                        table.rejections(),
                                        outOfTime,
                                        book.rejections())));
        inForce.set(report);
        return report;
    }

    private void judge(Instant now) {
        if (!table.certificates().equals(judged) || !now.isBefore(judgedUntil)) {
            judged = table.certificates();
            judgedUntil = judged.changesAfter(now);
            outOfTime = judged.outOfTime(now);
            certificatesEnd = judged.earliestEnd();
        }
    }

    /**
     * Services with other endpoints than before, though no object has changed; since the last call.
     */
    public Set<ObjectKey> takeResolved() {
        return book.takeResolved();
    }

    /** Looks whether all cores keep up, and tells the log of those that do not. */
    public void watchCores(long nowNs) {
        lag.check(generation, nowNs);
    }

    /** Nanoseconds until the cores are to be watched again; {@code Long.MAX_VALUE}: not yet. */
    public long watchDueInNs(long nowNs) {
        return lag.dueInNs(nowNs);
    }

    /** When a certificate begins or ceases to be valid, and there is something to report. */
    public Instant reportDue() {
        return judgedUntil;
    }
}
