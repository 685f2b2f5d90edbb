package io.tailrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tailrace.control.compile.ClusterBook;
import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.EndpointSettings;
import io.tailrace.control.compile.ExternalAddresses;
import io.tailrace.control.files.ManifestFiles;
import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.RulesInForce;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.ClusterKey;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real loop; what names resolve to is the test's word. */
@Timeout(120)
final class ExternalNamesLoopTest {
    private static final ClusterKey OUT = new ClusterKey("default", "out", "443");

    /** Answers as a test puts them there, for those who have asked. */
    private static final class Names implements ExternalAddresses {
        private final Map<String, Answer> answers = new HashMap<>();
        private final Map<ObjectKey, String> asked = new HashMap<>();
        private Set<ObjectKey> changed = new HashSet<>();

        void answer(String name, String... addresses) {
            answers.put(
                    name,
                    new Answer(
                            List.of(addresses).stream().map(InetAddress::ofLiteral).toList(),
                            "",
                            ""));
            asked.forEach(
                    (service, its) -> {
                        if (its.equals(name)) {
                            changed.add(service);
                        }
                    });
        }

        @Override
        public @Nullable Answer of(ObjectKey service, String name) {
            asked.put(service, name);
            return answers.get(name);
        }

        @Override
        public void forget(ObjectKey service) {
            asked.remove(service);
        }

        @Override
        public Set<ObjectKey> takeChanged() {
            Set<ObjectKey> taken = changed;
            changed = new HashSet<>();
            return taken;
        }
    }

    private final Path directory;
    private final Names names = new Names();
    private final SnapshotCell cell = new SnapshotCell(List.of(), _ -> {});
    private final GenerationBoard board = new GenerationBoard(1);
    private final ManifestFiles source;
    private final ControlLoop loop;

    ExternalNamesLoopTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        write("out", "{type: ExternalName, externalName: a.example}");
        Files.writeString(
                directory.resolve("web.yaml"),
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: tailrace}
                spec: {controller: tailrace.io/ingress-controller}
                ---
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web}
                spec:
                  ingressClassName: tailrace
                  defaultBackend: {service: {name: out, port: {number: 443}}}
                """);
        EndpointSettings endpoints = new EndpointSettings("", "", false, false, true);
        this.source = ManifestFiles.open(List.of(directory));
        this.loop =
                new ControlLoop(
                        source,
                        new CompileSettings(
                                ControlSettings.CONTROLLER_NAME, null, null, 0, endpoints, false),
                        new RulesInForce(true, new HoldingCell()),
                        new Orders(source::wake),
                        new Publisher(
                                cell, board, new InForceCell(), new ClusterBook(endpoints, names)),
                        System::nanoTime,
                        () -> Instant.EPOCH);
        loop.start();
    }

    @AfterEach
    void close() throws IOException {
        source.close();
    }

    private void write(String service, String spec) throws IOException {
        Files.writeString(
                directory.resolve("service.yaml"),
                "apiVersion: v1\nkind: Service\nmetadata: {name: " + service + "}\nspec: " + spec);
    }

    private List<String> endpoints() {
        Cluster cluster = cell.current().cluster(OUT);
        assertNotNull(cluster);
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < cluster.size(); i++) {
            endpoints.add(cluster.endpoint(i).toString());
        }
        return endpoints;
    }

    private void turn() throws InterruptedException {
        source.wake();
        loop.turn();
        board.reportSeen(0, cell.current().generation());
    }

    @Test
    void shouldPublishANewGenerationWhenThereIsAnotherAnswer() throws InterruptedException {
        assertEquals(List.of(), endpoints());

        names.answer("a.example", "192.0.2.1", "192.0.2.2");
        turn();
        assertEquals(List.of("192.0.2.1:443", "192.0.2.2:443"), endpoints());
        long generation = cell.current().generation();

        names.answer("a.example", "192.0.2.2", "192.0.2.1");
        turn();
        assertEquals(generation, cell.current().generation());

        names.answer("a.example", "192.0.2.2");
        turn();
        assertEquals(List.of("192.0.2.2:443"), endpoints());
    }

    @Test
    void shouldForgetTheNameWhenTheServiceIsNoLongerExternalOrNamed() throws Exception {
        assertEquals(Map.of(ObjectKey.service("default", "out"), "a.example"), names.asked);

        write("out", "{ports: [{port: 443}]}");
        while (!names.asked.isEmpty()) {
            turn();
        }
        write("out", "{type: ExternalName, externalName: b.example}");
        while (!names.asked.containsValue("b.example")) {
            turn();
        }
        Files.delete(directory.resolve("web.yaml"));
        while (!names.asked.isEmpty()) {
            turn();
        }
    }
}
