package io.tailrace.control.publish;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.ourClass;
import static io.tailrace.control.Samples.path;
import static io.tailrace.control.Samples.port;
import static io.tailrace.control.Samples.ready;
import static io.tailrace.control.Samples.service;
import static io.tailrace.control.Samples.slice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.OpenSsl;
import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.RuleCompiler;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.HostRoutes;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.ServerCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PublisherTest {
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final GenerationBoard board = new GenerationBoard(1);
    private final InForceCell inForce = new InForceCell();
    private final Publisher publisher = new Publisher(cell, board, inForce);
    private final Model model = new Model();

    @BeforeEach
    void putShop() {
        put(
                ourClass(),
                ingress("web")
                        .rule(
                                "a.example",
                                path("Prefix", "/api", "api:80"),
                                path("Exact", "/", "web:http"))
                        .defaultBackend("rest:80")
                        .build(),
                service("web", port("http", 80)),
                slice("web-1", "web", port("http", 8080), ready("10.0.0.1"), ready("10.0.0.2")),
                service("api", port("", 80)),
                slice("api-1", "api", port("", 8080), ready("10.0.1.1")));
    }

    @Test
    void shouldRouteARequestToTheEndpointsOfItsService() {
        publish();

        assertEquals("shop/web:http[10.0.0.1:8080, 10.0.0.2:8080]", target("A.example", "/"));
        assertEquals("shop/api:80[10.0.1.1:8080]", target("a.example", "/api/v1"));
        assertEquals("shop/rest:80[]", target("a.example", "/else"));
        assertNull(target("b.example", "/"));
    }

    @Test
    void shouldPublishAnEmptyFirstGeneration() {
        Model empty = new Model();

        assertTrue(publisher.publish(new RuleCompiler(settings()).compile(empty), empty, Set.of()));
        assertEquals(1, cell.current().generation());
    }

    @Test
    void shouldPublishNothingWhenNothingIsDifferent() {
        publish();
        Snapshot first = cell.current();

        assertFalse(publish());
        assertSame(first, cell.current());
    }

    @Test
    void shouldShareTheRouteTableWhenOnlyEndpointsChange() {
        publish();
        Snapshot first = cell.current();
        put(slice("api-1", "api", port("", 8080), ready("10.0.1.1"), ready("10.0.1.2")));

        assertTrue(publish());
        Snapshot second = cell.current();
        assertEquals(2, second.generation());
        assertSame(first.routes(), second.routes());
        assertEquals("shop/api:80[10.0.1.1:8080, 10.0.1.2:8080]", target("a.example", "/api"));
        assertSame(cluster(first, "web:http"), cluster(second, "web:http"));
        assertSame(cluster(first, "api:80").endpoint(0), cluster(second, "api:80").endpoint(0));
    }

    @Test
    void shouldPublishWhenOnlyRulesChange() {
        publish();
        Snapshot first = cell.current();
        put(ingress("more").rule("b.example", path("Prefix", "/", "web:http")).build());

        assertTrue(publish());
        Snapshot second = cell.current();
        assertNotSame(first.routes(), second.routes());
        assertSame(cluster(first, "web:http"), cluster(second, "web:http"));
        assertEquals("shop/web:http[10.0.0.1:8080, 10.0.0.2:8080]", target("b.example", "/x"));
    }

    @Test
    void shouldShareAllElseWhenOnlyACertificateChanges(@TempDir Path directory) {
        OpenSsl openSsl = new OpenSsl(directory);
        putCertificate(openSsl.selfSigned(OpenSsl.EC, "a.example"));
        put(ingress("tls").tls("a-tls", "a.example").defaultBackend("rest:80").build());
        publish();
        Snapshot first = cell.current();
        putCertificate(openSsl.selfSigned(OpenSsl.EC, "a.example"));

        assertTrue(publish());
        Snapshot second = cell.current();
        assertSame(first.routes(), second.routes());
        assertSame(cluster(first, "web:http"), cluster(second, "web:http"));
        assertEquals(1, certificates(first).size());
        assertNotEquals(certificates(first), certificates(second));

        put(slice("api-1", "api", port("", 8080), ready("10.0.1.1"), ready("10.0.1.2")));
        assertTrue(publish());
        assertSame(second.certificates(), cell.current().certificates());
        assertFalse(publish());
    }

    private void putCertificate(OpenSsl.Certified made) {
        put(
                new SecretModel(
                        ObjectKey.secret("shop", "a-tls"),
                        "kubernetes.io/tls",
                        made.certificate(),
                        made.key(),
                        ""));
    }

    private static List<ServerCertificate> certificates(Snapshot snapshot) {
        UnsafeBuffer name = new UnsafeBuffer("a.example".getBytes(StandardCharsets.US_ASCII));
        return snapshot.certificates().find(name, 0, name.capacity());
    }

    @Test
    void shouldTakeOutWhatIsGone() {
        publish();
        model.remove(ObjectKey.ingress("shop", "web"));

        assertTrue(publish());
        assertNull(target("a.example", "/"));
        assertEquals(0, cell.current().endpointIdBound());
    }

    @Test
    void shouldGoOnFromTheGenerationInTheCell() {
        cell.publish(Snapshot.of(7, cell.current().routes(), List.of(), CertTable.empty()));
        Publisher late = new Publisher(cell, board, inForce);

        late.publish(table(), model, Set.of());

        assertEquals(8, cell.current().generation());
    }

    @Test
    void shouldMakeUpForAPublishThatFailedHalfWay() {
        publish();
        publisher.report(List.of(), Instant.EPOCH);
        put(
                service("rest", port("", 80)),
                ingress("more").rule("b.example", path("Prefix", "/", "gone:80")).build(),
                slice("api-1", "api", port("", 8080), ready("10.0.1.1"), ready("10.0.1.2")));
        DecisionTable table = table();
        Set<ObjectKey> services = model.takeChanges().services();

        assertThrows(
                IllegalStateException.class,
                () -> publisher.publish(failing(table), model, services));
        assertTrue(publisher.publish(table, model, services));

        Publisher fresh =
                new Publisher(
                        new SnapshotCell(List.of(), _ -> {}),
                        new GenerationBoard(1),
                        new InForceCell());
        fresh.publish(table, model, Set.of());
        InForce expected = fresh.report(List.of(), Instant.EPOCH);
        InForce now = publisher.report(List.of(), Instant.EPOCH);
        assertEquals(2, now.generation());
        assertEquals(expected.rejections(), now.rejections());
        assertEquals(1, now.rejections().size());
        assertEquals(expected.endpoints(), now.endpoints());
        assertEquals(expected.clusters(), now.clusters());
        assertEquals("shop/api:80[10.0.1.1:8080, 10.0.1.2:8080]", target("a.example", "/api"));
    }

    /** Stops a publish once the clusters are up to date. */
    private static DecisionTable failing(DecisionTable table) {
        return new DecisionTable(
                table.hosts(),
                table.uses(),
                table.upstreamTls(),
                table.certificates(),
                new AbstractMap<>() {
                    @Override
                    public Set<Map.Entry<ClientCertificates, ClientAuth>> entrySet() {
                        throw new IllegalStateException("a bug");
                    }
                },
                table.ours(),
                table.rejections(),
                table.notices());
    }

    @Test
    void shouldTellWhatIsInForce() {
        Rejection ofSource =
                new Rejection("a.yaml document 1", null, "kind", "is missing", "skipped");
        publish();

        publisher.report(List.of(ofSource), Instant.EPOCH);

        InForce now = inForce.current();
        assertEquals(1, now.generation());
        assertEquals(cell.current().routes().fingerprint(), now.fingerprint());
        assertEquals(3, now.rules().size());
        assertEquals(3, now.clusters());
        assertEquals(3, now.endpoints());
        assertEquals(
                List.of(
                        "ingress shop/web: default backend of host \"a.example\": service shop/rest"
                                + " does not exist; create it or correct the name; it gets no"
                                + " requests",
                        "a.yaml document 1: kind: is missing; skipped"),
                now.rejections().stream().map(Object::toString).toList());
    }

    private boolean publish() {
        boolean published = publisher.publish(table(), model, model.takeChanges().services());
        board.reportSeen(0, cell.current().generation());
        return published;
    }

    private DecisionTable table() {
        return new RuleCompiler(settings()).compile(model);
    }

    private static CompileSettings settings() {
        return new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0);
    }

    private void put(ModelObject... objects) {
        for (ModelObject object : objects) {
            model.put(object);
        }
    }

    private @Nullable String target(String host, String path) {
        UnsafeBuffer hostBytes = new UnsafeBuffer(host.getBytes(StandardCharsets.US_ASCII));
        UnsafeBuffer pathBytes = new UnsafeBuffer(path.getBytes(StandardCharsets.US_ASCII));
        Snapshot snapshot = cell.current();
        HostRoutes routes = snapshot.routes().host(hostBytes, 0, hostBytes.capacity());
        int place = routes.match(pathBytes, 0, pathBytes.capacity());
        return place == HostRoutes.NONE
                ? null
                : snapshot.cluster(routes.clusterId(place)).toString();
    }

    private static Cluster cluster(Snapshot snapshot, String target) {
        int colon = target.indexOf(':');
        Cluster cluster =
                snapshot.cluster(
                        new ClusterKey(
                                "shop", target.substring(0, colon), target.substring(colon + 1)));
        if (cluster == null) {
            throw new AssertionError("no cluster " + target);
        }
        return cluster;
    }
}
