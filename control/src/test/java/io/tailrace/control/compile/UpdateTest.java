package io.tailrace.control.compile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.OpenSsl;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.Samples;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.publish.InForce;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.HostRoutes;
import io.tailrace.core.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was compiled in steps is what is compiled at once. */
final class UpdateTest {
    private static final int EDITS = Integer.getInteger("tailrace.edits", 120);

    @TempDir static Path directory;
    private static List<Certified> certificates = List.of();

    private final Model model = new Model();

    @BeforeAll
    static void make() {
        OpenSsl openSsl = new OpenSsl(directory);
        certificates =
                List.of(
                        openSsl.selfSigned(OpenSsl.EC, "a.example"),
                        openSsl.selfSigned(OpenSsl.EC, "b.example", "*.example"),
                        openSsl.selfSigned(OpenSsl.RSA, "a.example", "x.a.example"),
                        openSsl.authority("a.example"),
                        openSsl.authority("b.example"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldSayTheSameAsAWholeCompileAfterAnyEdits(long seed) {
        Random random = new Random(seed);
        AnyEdits edits = new AnyEdits(random, certificates);
        CompileSettings settings =
                new CompileSettings(
                        ControlSettings.CONTROLLER_NAME,
                        seed % 2 == 0 ? new ClusterKey("n0", "s0", "80") : null,
                        seed % 3 == 0 ? ObjectKey.secret("n1", "s1") : null,
                        seed % 3 == 1 ? 0 : 443);
        RuleCompiler inSteps = new RuleCompiler(settings);
        RuleCompiler atOnce = new RuleCompiler(settings);
        DecisionTable table = inSteps.compile(model);
        atOnce.compile(model);
        Published published = new Published();
        published.publish(table, model, Set.of());
        long rules = 0;
        long rejections = 0;
        for (int i = 0; i < EDITS; i++) {
            for (int edit = random.nextInt(3); edit >= 0; edit--) {
                edits.edit(model);
            }
            Changes changes = model.takeChanges();
            table = inSteps.update(model, changes);
            DecisionTable whole = atOnce.compile(model);
            String step = "seed " + seed + ", step " + i;
            assertEquals(Tables.content(whole), Tables.content(table), step);
            published.publish(table, model, changes.services());
            Published fresh = new Published();
            fresh.publish(whole, model, Set.of());
            assertEquals(fresh.content(), published.content(), step);
            rules += table.rules().size();
            rejections += table.rejections().size();
        }
        assertTrue(rules > 2L * EDITS && rejections > 2L * EDITS, rules + ", " + rejections);
    }

    /** What a publisher has put in force. */
    private static final class Published {
        private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
        private final GenerationBoard board = new GenerationBoard(1);
        private final InForceCell inForce = new InForceCell();
        private final Publisher publisher = new Publisher(cell, board, inForce);
        private DecisionTable table = DecisionTable.EMPTY;

        void publish(DecisionTable newest, Model model, Set<ObjectKey> services) {
            table = newest;
            publisher.publish(newest, model, services);
            publisher.report(List.of(), Instant.EPOCH);
            board.reportSeen(0, cell.current().generation());
        }

        List<Object> content() {
            InForce now = inForce.current();
            Snapshot snapshot = cell.current();
            Map<String, String> settings = new TreeMap<>();
            table.hosts()
                    .forEach(
                            (host, _) -> {
                                UnsafeBuffer name = new UnsafeBuffer(host.getBytes(US_ASCII));
                                HostRoutes routes =
                                        snapshot.routes().host(name, 0, name.capacity());
                                settings.put(host, routes.settings().toString());
                            });
            Map<String, List<ServerCertificate>> certificates = new TreeMap<>();
            Map<String, String> clients = new TreeMap<>();
            table.hosts()
                    .forEach(
                            (host, part) -> {
                                UnsafeBuffer name = new UnsafeBuffer(host.getBytes(US_ASCII));
                                certificates.put(
                                        host,
                                        snapshot.certificates().find(name, 0, name.capacity()));
                                clients.put(
                                        host,
                                        String.valueOf(
                                                snapshot.certificates()
                                                        .clients(part.settings().clients())));
                            });
            List<String> clusters = new ArrayList<>();
            Tables.clusters(table)
                    .keySet()
                    .forEach(key -> clusters.add(String.valueOf(snapshot.cluster(key))));
            return Arrays.asList(
                    now.rules(),
                    now.ruleCount(),
                    now.fingerprint(),
                    now.clusters(),
                    now.endpoints(),
                    now.certificates(),
                    now.certificatesEnd(),
                    now.rejections(),
                    settings,
                    clusters,
                    certificates,
                    snapshot.certificates().rest(),
                    clients,
                    snapshot.upstreamTls());
        }
    }

    @Test
    void shouldShareWhatAChangeDoesNotConcern() {
        put(
                Samples.ourClass(),
                Samples.ingress("a").rule("a.example", Samples.path("Prefix", "/", "a:80")).build(),
                Samples.ingress("b")
                        .rule("b.example", Samples.path("Prefix", "/", "b:80"))
                        .build());
        RuleCompiler compiler =
                new RuleCompiler(
                        new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0));
        DecisionTable first = compiler.compile(model);
        model.takeChanges();
        put(Samples.ingress("b").rule("b.example", Samples.path("Prefix", "/b", "b:80")).build());
        DecisionTable second = compiler.update(model, model.takeChanges());

        assertSame(first.host("a.example"), second.host("a.example"));
        assertEquals("/b", second.host("b.example").rules().getFirst().path());
        assertSame(first.rejections(), second.rejections());
        assertSame(first.certificates(), second.certificates());
        DecisionTable third = compiler.update(model, Changes.NONE);
        assertSame(second.hosts(), third.hosts());
        assertSame(second.uses(), third.uses());
    }

    private void put(ModelObject... objects) {
        for (ModelObject object : objects) {
            model.put(object);
        }
    }
}
