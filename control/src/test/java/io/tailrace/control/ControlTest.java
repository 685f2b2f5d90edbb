package io.tailrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.control.model.Rejection;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.DrainSignal;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.HostRoutes;
import io.tailrace.core.route.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole control side, with real files and real HTTP; the test is the only core. */
final class ControlTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final List<String> REASONS = List.of("no_route", "connect_refused");

    private final Path directory;
    private final Semaphore rings = new Semaphore(0);
    private final Doorbell doorbell = new Doorbell(rings::release);
    private final SnapshotCell cell = new SnapshotCell(List.of(doorbell), _ -> {});
    private final GenerationBoard board = new GenerationBoard(2);
    private final DrainSignal drain = new DrainSignal(2);
    private final List<CoreStats> stats =
            List.of(new CoreStats(0, REASONS), new CoreStats(1, REASONS));
    private @Nullable Control started;

    ControlTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    @Nested
    final class Manifests {
        @Test
        void shouldHavePublishedTheFirstGenerationWhenStartReturns() throws IOException {
            write("shop.yaml", shop("/foo", "127.0.0.1"));

            Control control = start();

            assertEquals(1, cell.current().generation());
            assertEquals(1, control.generation());
            assertEquals("shop/foo:80[127.0.0.1:9001]", target("foo.example", "/foo/bar"));
            assertNull(target("foo.example", "/bar"));
            assertEquals(
                    List.of("shop/web rule 1 path \"/foo\""),
                    control.rules().stream().map(Rule::source).toList());
            assertEquals(List.of(), control.rejections());
        }

        @Test
        void shouldPutAnEditInForce() throws Exception {
            write("shop.yaml", shop("/foo", "127.0.0.1"));
            start();
            write("shop.yaml", shop("/bar", "127.0.0.1"));

            awaitGeneration(2);

            assertNull(target("foo.example", "/foo"));
            assertEquals("shop/foo:80[127.0.0.1:9001]", target("foo.example", "/bar"));
        }

        @Test
        void shouldPutARenameInForceAndShareTheTableWhenOnlyEndpointsChange() throws Exception {
            write("shop.yaml", shop("/foo", "127.0.0.1"));
            start();
            Snapshot first = cell.current();
            Path next = write(".next", shop("/foo", "127.0.0.2"));
            Files.move(next, directory.resolve("shop.yaml"), StandardCopyOption.ATOMIC_MOVE);

            awaitGeneration(2);

            assertEquals("shop/foo:80[127.0.0.2:9001]", target("foo.example", "/foo"));
            assertEquals(first.routes(), cell.current().routes());
        }

        @Test
        void shouldReportABadEditAndItsMendingWhileTheRestIsInForce() throws Exception {
            write("shop.yaml", shop("/foo", "127.0.0.1"));
            Control control = start();
            Path file = write("shop.yaml", shop("/foo", "127.0.0.x"));

            await(() -> !control.rejections().isEmpty());
            assertEquals(
                    List.of(
                            file
                                    + " document 4: endpointslice shop/foo-1:"
                                    + " endpoints[0].addresses[0]: \"127.0.0.x\" is not an IPv4"
                                    + " address; skipped, what it stated before stays in force"),
                    control.rejections().stream().map(Rejection::toString).toList());
            assertEquals(1, control.generation());
            assertEquals("shop/foo:80[127.0.0.1:9001]", target("foo.example", "/foo"));

            write("shop.yaml", shop("/foo", "127.0.0.3"));
            awaitGeneration(2);
            await(() -> control.rejections().isEmpty());
        }

        @Test
        void shouldRouteTheRestToTheDefaultBackendOfTheSettings() throws IOException {
            write("shop.yaml", shop("/foo", "127.0.0.1"));
            started =
                    Control.start(
                            new ControlSettings(
                                    List.of(directory),
                                    null,
                                    ControlSettings.CONTROLLER_NAME,
                                    new ClusterKey("shop", "foo", "http")),
                            cell,
                            board,
                            drain,
                            stats);

            assertEquals("shop/foo:http[127.0.0.1:9001]", target("any.example", "/"));
        }

        @Test
        void shouldSayInOneLineWhenAPathDoesNotExist() {
            Path missing = directory.resolve("missing");

            IOException e = assertThrows(IOException.class, () -> start(missing, null));

            assertEquals("manifests " + missing + ": no such file or directory", e.getMessage());
            assertEquals(0, cell.current().generation());
        }

        @Test
        void shouldEndItsThreadWhenClosed() throws Exception {
            start().close();

            assertFalse(
                    Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getName().equals("tailrace-control")));
        }
    }

    @Nested
    final class Admin {
        @Test
        void shouldBeReadyOnceEveryCoreHasSeenTheFirstGeneration() throws IOException {
            start();

            assertEquals(
                    "503 not ready: generation 1 is not yet seen by core 0, 1\n", get("/readyz"));
            board.reportSeen(1, 1);
            assertEquals("503 not ready: generation 1 is not yet seen by core 0\n", get("/readyz"));
            board.reportSeen(0, 2);
            assertEquals("200 ok\n", get("/readyz"));
        }

        @Test
        void shouldBeHealthyWhileTheControlThreadLives() throws IOException {
            start();

            assertEquals("200 ok\n", get("/healthz"));
        }

        @Test
        void shouldTellMetrics() throws IOException {
            write("shop.yaml", shop("/foo", "127.0.0.1"));
            start();
            board.reportSeen(1, 1);
            stats.get(0).countResponse(200);
            stats.get(1).countResponse(204);
            stats.get(1).countResponse(404);
            stats.get(1).countReason(0);
            stats.get(0).increment(Counter.DOWNSTREAM_OPEN);
            stats.get(0).recordLatency(1_000_000);

            String metrics = get("/metrics");

            for (String line :
                    List.of(
                            "# TYPE tailrace_requests_total counter",
                            "tailrace_requests_total{code_class=\"2xx\"} 2.0",
                            "tailrace_requests_total{code_class=\"4xx\"} 1.0",
                            "tailrace_requests_total{code_class=\"5xx\"} 0.0",
                            "tailrace_replies_total{reason=\"no_route\"} 1.0",
                            "tailrace_replies_total{reason=\"connect_refused\"} 0.0",
                            "tailrace_downstream_connections 1.0",
                            "tailrace_generation 1.0",
                            "tailrace_generation_seen{core=\"0\"} 0.0",
                            "tailrace_generation_seen{core=\"1\"} 1.0",
                            "tailrace_rules 1.0",
                            "tailrace_clusters 1.0",
                            "tailrace_endpoints 1.0",
                            "tailrace_rejections 0.0",
                            "tailrace_exchange_latency_seconds_count 1")) {
                assertTrue(("\n" + metrics).contains("\n" + line + "\n"), line + metrics);
            }
        }

        @Test
        void shouldAddUpLatencyOverTheLifeOfTheProcess() throws IOException {
            start();
            stats.get(0).recordLatency(1_000_000);
            get("/metrics");
            for (int i = 0; i < 9; i++) {
                stats.get(1).recordLatency(1_000_000);
            }
            stats.get(0).recordLatency(3_000_000_000L);
            String metrics = get("/metrics");

            assertEquals(11, sample(metrics, "tailrace_exchange_latency_seconds_count"));
            assertEquals(3.01, sample(metrics, "tailrace_exchange_latency_seconds_sum"), 0.03);
            assertEquals(3.0, sample(metrics, "tailrace_exchange_latency_max_seconds"), 0.03);
            assertEquals(
                    0.001,
                    sample(metrics, "tailrace_exchange_latency_seconds{quantile=\"0.5\"}"),
                    1e-5);
            assertEquals(
                    3.0,
                    sample(metrics, "tailrace_exchange_latency_seconds{quantile=\"0.99\"}"),
                    0.03);
        }

        @Test
        void shouldTellNoQuantileWhenThereWasNoExchange() throws IOException {
            start();

            assertFalse(get("/metrics").contains("quantile"));
        }

        @Test
        void shouldRefuseWhoeverAsksByAName() throws IOException {
            start();

            assertTrue(
                    exchange("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n").startsWith("403"));
            assertTrue(exchange("GET /metrics HTTP/1.1\r\n").startsWith("403"));
            assertTrue(
                    exchange("GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n")
                            .startsWith("403"));
            assertTrue(
                    exchange("GET http://127.0.0.1/metrics HTTP/1.1\r\nHost: evil.example\r\n")
                            .startsWith("403"));
        }

        @Test
        void shouldRefuseOtherMethodsAndPages() throws IOException {
            start();

            for (String method : List.of("POST", "HEAD", "PUT", "DELETE", "OPTIONS")) {
                assertTrue(
                        exchange(method + " /healthz HTTP/1.1\r\nHost: localhost\r\n")
                                .startsWith("405"),
                        method);
            }
            assertEquals(
                    "404 no such page; there are [/healthz, /metrics, /readyz]\n", get("/health"));
            assertTrue(get("/healthz/x").startsWith("404"));
            assertTrue(get("/healthz?x=y").startsWith("200"));
        }

        @Test
        void shouldAnswerWhileOthersAreSlow() throws IOException {
            InetSocketAddress address = start().adminAddress();
            List<Socket> slow = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    Socket socket = new Socket(address.getAddress(), address.getPort());
                    slow.add(socket);
                    String begun = i % 2 == 0 ? "" : "GET /healthz HT";
                    socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                }

                assertEquals("200 ok\n", get("/healthz"));
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        }

        @Test
        void shouldSayInOneLineWhenThePortIsTaken() throws IOException {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
                InetSocketAddress address = new InetSocketAddress(loopback, taken.getLocalPort());

                IOException e = assertThrows(IOException.class, () -> start(directory, address));

                assertEquals(
                        "admin address "
                                + loopback.getHostAddress()
                                + ":"
                                + taken.getLocalPort()
                                + ": Address already in use",
                        e.getMessage());
                assertEquals(0, cell.current().generation());
            }
        }

        @Test
        void shouldHaveNoAddressWhenNoneIsAskedFor() throws IOException {
            Control control = start(directory, null);

            assertThrows(IllegalStateException.class, control::adminAddress);
        }

        private static double sample(String metrics, String name) {
            return metrics.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + metrics));
        }
    }

    private Control start() throws IOException {
        return start(directory, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private Control start(Path manifests, @Nullable InetSocketAddress admin) throws IOException {
        Control control =
                Control.start(
                        new ControlSettings(
                                List.of(manifests), admin, ControlSettings.CONTROLLER_NAME, null),
                        cell,
                        board,
                        drain,
                        stats);
        started = control;
        return control;
    }

    /** As a core does: parked, until the doorbell rings. */
    private void awaitGeneration(long generation) throws InterruptedException {
        long beganNs = System.nanoTime();
        while (true) {
            doorbell.park();
            if (cell.current().generation() >= generation) {
                return;
            }
            long leftNs = DEADLINE_NS - (System.nanoTime() - beganNs);
            assertTrue(rings.tryAcquire(leftNs, TimeUnit.NANOSECONDS), "no new generation");
        }
    }

    private static void await(BooleanSupplier condition) {
        long beganNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - beganNs < DEADLINE_NS, "waited too long");
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Status and body. */
    private String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:1\r\n");
    }

    private String exchange(String head) throws IOException {
        if (started == null) {
            throw new AssertionError("not started");
        }
        InetSocketAddress address = started.adminAddress();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(30_000);
            String request = head + "Connection: close\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String response =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = response.indexOf("\r\n\r\n");
            return response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())
                    + " "
                    + response.substring(end + 4);
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

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String shop(String path, String address) {
        return """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: tailrace
        spec:
          controller: tailrace.io/ingress-controller
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          namespace: shop
        spec:
          ingressClassName: tailrace
          rules:
            - host: foo.example
              http:
                paths:
                  - path: %s
                    pathType: Prefix
                    backend:
                      service:
                        name: foo
                        port:
                          number: 80
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: foo
          namespace: shop
        spec:
          ports:
            - name: http
              port: 80
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: foo-1
          namespace: shop
          labels:
            kubernetes.io/service-name: foo
        addressType: IPv4
        ports:
          - name: http
            port: 9001
        endpoints:
          - addresses: ["%s"]
        """
                .formatted(path, address);
    }
}
