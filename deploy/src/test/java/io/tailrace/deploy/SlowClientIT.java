package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.RawConnection.End;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time, and each time-out that ends it. */
final class SlowClientIT {
    private static final String TIMEOUT = "1500ms";
    private static final long PAUSE_MS = 400;
    private static final String PIECE = "x".repeat(16 << 10);
    private static final CountDownLatch end = new CountDownLatch(1);

    @TempDir private static Path directory;
    private static Pods pods;
    private static TailraceProcess proxy;
    private static Metrics metrics;

    @BeforeAll
    static void start() throws Exception {
        pods = new Pods(directory).addEcho("echo");
        pods.add("endless", SlowClientIT::sendForEver);
        pods.add("sink", (in, out) -> in.transferTo(OutputStream.nullOutputStream()));
        pods.add("not-reading", (in, out) -> end.await());
        pods.add("tunnel", SlowClientIT::tunnel);
        proxy =
                TailraceProcess.start(
                        pods.directory(),
                        "--cores=1",
                        "--request-head-timeout=" + TIMEOUT,
                        "--request-body-timeout=" + TIMEOUT,
                        "--idle-timeout=" + TIMEOUT,
                        "--write-timeout=" + TIMEOUT,
                        "--tunnel-idle-timeout=" + TIMEOUT,
                        "--upstream-idle-timeout=" + TIMEOUT,
                        "--linger-timeout=500ms");
        metrics = new Metrics(proxy);
    }

    @AfterAll
    static void stop() throws Exception {
        end.countDown();
        for (AutoCloseable started : new AutoCloseable[] {proxy, pods}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @AfterEach
    void lookForLeaks() throws IOException {
        metrics.awaitQuiet();
        assertEquals(200, RawConnection.get(proxy.http(), Pods.HOST, "/echo").status());
    }

    // ---- heads

    @Test
    void shouldAnswer408WhenTheHeadComesInSingleBytes() throws Exception {
        double before = metrics.reason("request_head_timeout");
        try (RawConnection client = new RawConnection(proxy.http())) {
            Thread.ofVirtual().start(() -> sendForEver(client));
            assert408(client, "request_head_timeout");
        }
        assertEquals(before + 1, metrics.reason("request_head_timeout"));
    }

    @Test
    void shouldAnswer408WhenTheHeadOfALaterRequestStops() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            assertEquals(200, client.get(Pods.HOST, "/echo").status());
            client.send("GET /echo HTTP/1.1\r\nHost:");
            assert408(client, "request_head_timeout");
        }
    }

    @Test
    void shouldCloseSilentlyWhenNothingComes() throws Exception {
        double before = metrics.reason("request_head_timeout");
        try (RawConnection fresh = new RawConnection(proxy.http());
                RawConnection used = new RawConnection(proxy.http())) {
            assertEquals(200, used.get(Pods.HOST, "/echo").status());
            assertTrue(fresh.isAtEnd());
            assertTrue(used.isAtEnd());
        }
        assertEquals(before, metrics.reason("request_head_timeout"));
    }

    // ---- bodies

    @Test
    void shouldAnswer408WhenTheBodyStops() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send("POST /sink HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nsome");
            assert408(client, "request_body_timeout");
        }
    }

    @Test
    void shouldTakeTheWholeBodyWhenItsGapsAreShort() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send("POST /echo HTTP/1.1\r\nHost: a.test\r\nContent-Length: 6\r\n\r\n");
            for (int i = 0; i < 6; i++) {
                // Together longer than the time-out.
                Thread.sleep(PAUSE_MS);
                client.send("x");
            }
            RawResponse response = client.read();
            assertTrue(response.body().contains("body:    6 bytes"), response.body());
        }
    }

    @Test
    void shouldAnswer504WhenThePodTakesNoneOfTheBody() throws Exception {
        double before = metrics.reason("request_write_timeout");
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send(
                    "POST /not-reading HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n");
            Thread.ofVirtual().start(() -> sendChunksForEver(client));
            RawResponse response = client.read();
            assertEquals(504, response.status());
            assertEquals("request_write_timeout", response.reason());
        }
        metrics.awaitReason("request_write_timeout", before + 1);
    }

    @Test
    void shouldCutTheResponseWhenTheClientTakesNoneOfIt() throws Exception {
        double before = metrics.reason("client_stalled");
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send("GET /endless HTTP/1.1\r\nHost: a.test\r\n\r\n");
            metrics.awaitReason("client_stalled", before + 1);
            assertEquals(End.RESET, client.end());
        }
    }

    @Test
    void shouldCloseWhenARefusedClientLingers() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send("GET /echo HTTP/1.1\r\nHost : a.test\r\n\r\nmore that nobody reads");
            assertEquals(400, client.read().status());
            // We do not close, and it does.
            metrics.awaitQuiet();
        }
    }

    // ---- half-close

    @Test
    void shouldServeTheRequestWhenTheClientEndsItsSideBehindIt() throws Exception {
        for (String request :
                new String[] {
                    "GET /echo HTTP/1.1\r\nHost: a.test\r\n\r\n",
                    "POST /echo HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\nbody"
                }) {
            try (RawConnection client = new RawConnection(proxy.http())) {
                client.send(request + request);
                client.endOutput();
                assertEquals(200, client.read().status());
                assertEquals(200, client.read().status());
                assertTrue(client.isAtEnd());
            }
        }
    }

    @Test
    void shouldCancelTheRequestWhenTheClientEndsItsSideInsideIt() throws Exception {
        double before = metrics.reason("client_gone");
        for (String request :
                new String[] {
                    "GET /echo HTTP/1.1\r\nHost: a",
                    "POST /sink HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nsome"
                }) {
            try (RawConnection client = new RawConnection(proxy.http())) {
                client.send(request);
                client.endOutput();
                assertTrue(client.isAtEnd());
            }
        }
        metrics.awaitReason("client_gone", before + 2);
    }

    // ---- tunnels and connections to pods

    @Test
    void shouldCutTheTunnelWhenNothingPassesIt() throws Exception {
        double before = metrics.reason("tunnel_idle");
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send(
                    "GET /tunnel HTTP/1.1\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n");
            assertEquals(101, client.readHead().status());
            for (int i = 0; i < 5; i++) {
                Thread.sleep(PAUSE_MS);
                client.send("ping");
                assertEquals("ping", client.readText(4));
            }
            assertEquals(before, metrics.reason("tunnel_idle"));
            assertEquals(End.RESET, client.end());
        }
        metrics.awaitReason("tunnel_idle", before + 1);
    }

    @Test
    void shouldCloseThePodsConnectionWhenNobodyUsesIt() throws Exception {
        assertEquals(200, RawConnection.get(proxy.http(), Pods.HOST, "/echo").status());
        metrics.await("tailrace_upstream_connections", 0);
    }

    private static void assert408(RawConnection client, String reason) throws IOException {
        RawResponse response = client.read();
        assertEquals(408, response.status());
        assertEquals(reason, response.reason());
        assertEquals("close", response.field("connection"));
        assertEquals(End.CLOSED, client.end());
    }

    private static void sendForEver(RawConnection client) {
        try {
            client.send("GET / HTTP/1.1\r\nX: ");
            while (true) {
                client.send("y");
                Thread.sleep(PAUSE_MS / 10);
            }
        } catch (IOException | InterruptedException e) {
            // The connection has ended.
        }
    }

    private static void sendChunksForEver(RawConnection client) {
        try {
            while (true) {
                client.send("4000\r\n" + PIECE + "\r\n");
            }
        } catch (IOException e) {
            // The connection has ended.
        }
    }

    private static void sendForEver(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (true) {
            ScriptedPod.write(out, "4000\r\n" + PIECE + "\r\n");
        }
    }

    private static void tunnel(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n");
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b);
        }
    }
}
