package io.tailrace.control.publish;

import io.tailrace.control.compile.Certificates;
import io.tailrace.control.compile.ClusterBook;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ClientAuth;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Builds the snapshot of a decision table and publishes it, if it differs from the last one. A
 * snapshot shares with its predecessor whatever is equal: the route table while the rules are the
 * same, the certificates likewise, clusters and endpoints.
 *
 * <p>Thread: control.
 */
public final class Publisher {
    private final SnapshotCell cell;
    private final GenerationBoard board;
    private final InForceCell inForce;
    private final ClusterBook book = new ClusterBook();

    /** Seeds against hash flooding: tenants name the hosts. */
    private final Random seeds = new SecureRandom();

    private List<Rule> rules = List.of();
    private Map<String, ClassSettings> settings = Map.of();
    private RouteTable routes = RouteTable.empty();
    private Certificates certificates = Certificates.NONE;
    private Map<ClientCertificates, ClientAuth> clients = Map.of();
    private CertTable certTable = CertTable.empty();
    private List<Cluster> clusters = List.of();
    private long generation;
    private boolean published;

    /**
     * @param cell where the cores take it from
     * @param board how far they have come
     * @param inForce where it is told
     */
    public Publisher(SnapshotCell cell, GenerationBoard board, InForceCell inForce) {
        this.cell = cell;
        this.board = board;
        this.inForce = inForce;
        this.generation = cell.current().generation();
    }

    /**
     * Puts rules and certificates in force with the endpoints that the model has for the clusters.
     *
     * @return true when that made a new generation
     */
    public boolean publish(DecisionTable table, Model model) {
        long next = generation + 1;
        List<Cluster> newClusters =
                book.update(
                        table.clusters().keySet(),
                        table.upstreamTls(),
                        model,
                        next,
                        board.seenByAll());
        boolean sameRules =
                published && table.rules().equals(rules) && table.settings().equals(settings);
        boolean sameCertificates =
                table.certificates().names().equals(certificates.names())
                        && table.certificates().rest().equals(certificates.rest())
                        && table.clients().equals(clients);
        if (sameRules && sameCertificates && newClusters.equals(clusters)) {
            return false;
        }
        if (!sameRules) {
            routes = RouteTable.of(table.rules(), table.settings(), book::id, seeds.nextLong());
            rules = table.rules();
            settings = table.settings();
        }
        if (!sameCertificates) {
            certificates = table.certificates();
            clients = table.clients();
            certTable =
                    CertTable.of(
                            certificates.names(), certificates.rest(), clients, seeds.nextLong());
        }
        cell.publish(new Snapshot(next, routes, newClusters, certTable));
        clusters = newClusters;
        generation = next;
        published = true;
        return true;
    }

    /**
     * Tells what is in force.
     *
     * @param ofSource what the source of the model has rejected
     * @param now by which certificates are judged
     */
    public InForce report(DecisionTable table, List<Rejection> ofSource, Instant now) {
        List<Rejection> rejections = new ArrayList<>(ofSource);
        rejections.addAll(table.rejections());
        rejections.addAll(table.certificates().outOfTime(now));
        rejections.addAll(book.rejections(table.clusters()));
        Collections.sort(rejections);
        InForce report =
                new InForce(
                        generation,
                        routes.fingerprint(),
                        rules,
                        clusters.size(),
                        clusters.stream().mapToInt(Cluster::size).sum(),
                        table.certificates().sources().size(),
                        table.certificates().earliestEnd(),
                        Collections.unmodifiableList(rejections));
        inForce.set(report);
        return report;
    }
}
