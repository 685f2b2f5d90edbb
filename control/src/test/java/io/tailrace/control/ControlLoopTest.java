package io.tailrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.files.ManifestFiles;
import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.RulesInForce;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real loop on real files, its clock moved by hand, a millisecond a turn. */
final class ControlLoopTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path directory;
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final ManifestFiles source;
    private final ControlLoop loop;
    private long nowNs;

    ControlLoopTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.source = ManifestFiles.open(List.of(directory));
        this.loop =
                new ControlLoop(
                        source,
                        new CompileSettings(ControlSettings.CONTROLLER_NAME, null, null, 0),
                        new RulesInForce(true, new HoldingCell()),
                        new Orders(source::wake),
                        new Publisher(cell, new GenerationBoard(1), new InForceCell()),
                        () -> nowNs,
                        () -> Instant.EPOCH);
    }

    @BeforeEach
    void start() throws IOException {
        writeClass();
        writeRule("/1");
        writeEndpoint("10.0.0.1");
        loop.start();
        assertEquals("/1 10.0.0.1", inForce());
    }

    @AfterEach
    void close() throws IOException {
        source.close();
    }

    @Test
    void shouldCompileAtOnceWhenItWasCalm() throws Exception {
        nowNs += 60 * MS;
        writeRule("/2");
        turnUntilRead();

        assertEquals("/2 10.0.0.1", inForce());
        assertEquals(2, cell.current().generation());
    }

    @Test
    void shouldPublishEndpointsWithTheRulesInForceWhileNewRulesGather() throws Exception {
        Snapshot first = cell.current();
        writeRule("/2");
        writeEndpoint("10.0.0.2");
        turnUntilRead();
        long readNs = nowNs;
        assertTrue(readNs < 45 * MS, () -> "read after " + readNs / MS + " ms");

        assertEquals("/1 10.0.0.2", inForce());
        assertSame(first.routes(), cell.current().routes());
        while (cell.current().generation() == 2) {
            turn();
        }

        assertEquals("/2 10.0.0.2", inForce());
        assertNotSame(first.routes(), cell.current().routes());
        assertEquals(5, (nowNs - readNs) / MS);
    }

    @Test
    void shouldPublishNothingWhenAnEditChangesNothing() throws Exception {
        writeRule("/1");
        for (int polls = 0; polls < 3; polls++) {
            nowNs += 1_000 * MS;
            loop.turn();
        }

        assertEquals(1, cell.current().generation());
    }

    private void turnUntilRead() throws InterruptedException {
        long generation = cell.current().generation();
        while (cell.current().generation() == generation) {
            assertTrue(nowNs < 900 * MS, "no event");
            turn();
        }
    }

    private void turn() throws InterruptedException {
        nowNs += MS;
        loop.turn();
    }

    /** The path of the only rule and the address of its only endpoint. */
    private String inForce() {
        Snapshot snapshot = cell.current();
        var rule = snapshot.routes().rules().get(0);
        var cluster = snapshot.cluster(rule.target());
        assertEquals(1, snapshot.routes().rules().size());
        assertTrue(cluster != null && cluster.size() == 1);
        return rule.path() + " " + cluster.endpoint(0).address().getAddress().getHostAddress();
    }

    private void writeClass() throws IOException {
        write(
                "class.yaml",
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: tailrace}
                spec: {controller: tailrace.io/ingress-controller}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {ports: [{port: 80}]}
                """);
    }

    private void writeRule(String path) throws IOException {
        write(
                "rule.yaml",
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web}
                spec:
                  ingressClassName: tailrace
                  rules:
                    - http:
                        paths:
                          - path: %s
                            pathType: Exact
                            backend: {service: {name: web, port: {number: 80}}}
                """
                        .formatted(path));
    }

    private void writeEndpoint(String address) throws IOException {
        write(
                "endpoint.yaml",
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{port: 8080}]
                endpoints: [{addresses: ["%s"]}]
                """
                        .formatted(address));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
