package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.RawConnection.End;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Resets at every state, by the client and by the pod. The proxy has about 1 MiB of buffers, so
 * that a large one lost at each of {@value #TIMES} resets would be missed by the requests that
 * follow.
 */
final class ResetIT {
    private static final int TIMES = 40;
    private static final String LITTLE_MEMORY = "-XX:MaxDirectMemorySize=68m";
    private static final String PIECE = "x".repeat(16 << 10);
    private static final long SOON_S = 20;

    /** Given by a pod whose request has arrived, and by one whose connection has ended. */
    private static final Semaphore arrived = new Semaphore(0);

    private static final Semaphore ended = new Semaphore(0);

    @TempDir private static Path directory;
    private static Pods pods;
    private static TailraceProcess proxy;
    private static Metrics metrics;
    private double reasonBefore;
    private String reason = "";

    @BeforeAll
    static void start() throws Exception {
        pods = new Pods(directory).addEcho("echo");
        pods.add("held", ResetIT::takeUntilTheEnd);
        pods.add("endless", ResetIT::sendUntilTheEnd);
        pods.add("tunnel", ResetIT::tunnelUntilTheEnd);
        pods.addOnSockets("at-once", ScriptedPod::reset);
        addReset("no-answer", "");
        addReset("in-head", "HTTP/1.1 200 OK\r\nContent-Le");
        addReset("in-length", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nsome");
        addReset("in-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nsome");
        addReset(
                "before-last-chunk",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n");
        addReset("until-close", "HTTP/1.1 200 OK\r\n\r\nsome");
        addReset(
                "in-tunnel",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\nsome");
        addReset("idle", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsome");
        proxy =
                TailraceProcess.startWithJavaOptions(
                        LITTLE_MEMORY,
                        pods.directory(),
                        "--cores",
                        "1",
                        "--upstream-idle-timeout",
                        "200ms");
        metrics = new Metrics(proxy);
    }

    /** A pod that reads a request's head, sends this, and resets. */
    private static void addReset(String name, String answer) throws IOException {
        pods.addOnSockets(
                name,
                connection -> {
                    ScriptedPod.readHead(connection.getInputStream());
                    ScriptedPod.write(connection.getOutputStream(), answer);
                    ended.acquire();
                    ScriptedPod.reset(connection);
                });
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, pods}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @BeforeEach
    void forget() {
        arrived.drainPermits();
        ended.drainPermits();
    }

    /** Nothing is left open, and everything works. */
    @AfterEach
    void lookForLeaks() throws IOException {
        metrics.awaitQuiet();
        metrics.await("tailrace_upstream_connections", 0);
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < 3; i++) {
                client.send(
                        "POST /echo HTTP/1.1\r\nHost: a.test\r\nContent-Length: "
                                + PIECE.length()
                                + "\r\n\r\n"
                                + PIECE);
                assertEquals(200, client.read().status());
            }
        }
        assertTrue(proxy.log().stream().noneMatch(line -> line.contains("ERROR")));
    }

    // ---- the client resets

    @Test
    void shouldForgetTheClientWhenItResetsBetweenRequests() throws Exception {
        expect("client_gone");
        for (int i = 0; i < TIMES; i++) {
            RawConnection client = new RawConnection(proxy.http());
            assertEquals(200, client.get(Pods.HOST, "/echo").status());
            client.reset();
        }
        awaitReasons(0);
    }

    @Test
    void shouldCountTheClientGoneWhenItResetsInsideAHead() throws Exception {
        expect("client_gone");
        for (int i = 0; i < TIMES; i++) {
            RawConnection client = new RawConnection(proxy.http());
            client.send("GET /echo HTTP/1.1\r\nHost: a.te");
            metrics.await("tailrace_exchanges", 1);
            client.reset();
            metrics.await("tailrace_exchanges", 0);
        }
        awaitReasons(TIMES);
    }

    @Test
    void shouldCancelThePodsSideWhenTheClientResetsBeforeTheAnswer() throws Exception {
        resetOnceArrived("GET /held HTTP/1.1\r\nHost: a.test\r\n\r\n");
    }

    @Test
    void shouldCancelThePodsSideWhenTheClientResetsInsideItsBody() throws Exception {
        resetOnceArrived(
                "POST /held HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100000\r\n\r\n" + PIECE);
    }

    @Test
    void shouldCancelThePodsSideWhenTheClientResetsInsideAChunk() throws Exception {
        resetOnceArrived(
                "POST /held HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n"
                        + PIECE);
    }

    @Test
    void shouldCancelThePodsSideWhenTheClientResetsInsideTheResponse() throws Exception {
        resetOnceArrived("GET /endless HTTP/1.1\r\nHost: a.test\r\n\r\n");
    }

    @Test
    void shouldCancelThePodsSideWhenTheClientResetsATunnel() throws Exception {
        resetOnceArrived(
                "GET /tunnel HTTP/1.1\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n"
                        + "early bytes");
    }

    private void resetOnceArrived(String request) throws Exception {
        expect("client_gone");
        for (int i = 0; i < TIMES; i++) {
            RawConnection client = new RawConnection(proxy.http());
            client.send(request);
            await(arrived);
            client.reset();
            await(ended);
        }
        awaitReasons(TIMES);
    }

    // ---- the pod resets

    @Test
    void shouldAnswer502WhenThePodResetsAtOnce() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < TIMES; i++) {
                RawResponse response = client.get(Pods.HOST, "/at-once");
                assertEquals(502, response.status());
                // The reset may come before the connection is known to stand.
                assertTrue(
                        Set.of("connect_refused", "upstream_reset").contains(response.reason()),
                        response.head());
            }
        }
    }

    @Test
    void shouldAnswer502WhenThePodResetsBeforeItsAnswer() throws Exception {
        // Each is retried, as far as the budget goes.
        ended.release(3 * TIMES);
        expect("upstream_reset");
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < TIMES; i++) {
                RawResponse response = client.get(Pods.HOST, "/no-answer");
                assertEquals(502, response.status());
                assertEquals("upstream_reset", response.reason());
            }
        }
        awaitReasons(TIMES);
    }

    @Test
    void shouldAnswer502WhenThePodResetsInsideItsHead() throws Exception {
        ended.release(TIMES);
        expect("upstream_cut_in_head");
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < TIMES; i++) {
                RawResponse response = client.get(Pods.HOST, "/in-head");
                assertEquals(502, response.status());
                assertEquals("upstream_cut_in_head", response.reason());
            }
        }
        awaitReasons(TIMES);
    }

    @Test
    void shouldCutTheResponseWhenThePodResetsInsideABodyOfKnownLength() throws Exception {
        seeItCut("/in-length", "HTTP/1.1", "some");
    }

    @Test
    void shouldCutTheResponseWhenThePodResetsInsideAChunk() throws Exception {
        seeItCut("/in-chunk", "HTTP/1.1", "a\r\nsome");
        seeItCut("/in-chunk", "HTTP/1.0", "some");
    }

    @Test
    void shouldCutTheResponseWhenThePodResetsBeforeTheLastChunk() throws Exception {
        seeItCut("/before-last-chunk", "HTTP/1.1", "4\r\nsome\r\n");
        seeItCut("/before-last-chunk", "HTTP/1.0", "some");
    }

    @Test
    void shouldCutTheResponseWhenThePodResetsInsideABodyThatItsCloseEnds() throws Exception {
        seeItCut("/until-close", "HTTP/1.1", "4\r\nsome\r\n");
        seeItCut("/until-close", "HTTP/1.0", "some");
    }

    @Test
    void shouldCutTheTunnelWhenThePodResetsIt() throws Exception {
        seeItCut("/in-tunnel", "HTTP/1.1", "some");
    }

    @Test
    void shouldServeTheNextRequestWhenThePodResetsAnIdleConnection() throws Exception {
        expect("upstream_reset");
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < TIMES; i++) {
                assertEquals("some", client.get(Pods.HOST, "/idle").body());
                ended.release();
                metrics.await("tailrace_upstream_connections", 0);
            }
        }
        awaitReasons(0);
    }

    /** The pod goes once the client has what it sent. */
    private void seeItCut(String path, String version, String part) throws Exception {
        expect("upstream_cut_in_body");
        for (int i = 0; i < TIMES; i++) {
            try (RawConnection client = new RawConnection(proxy.http())) {
                client.send(
                        "GET "
                                + path
                                + " "
                                + version
                                + "\r\nHost: a.test\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n");
                RawResponse head = client.readHead();
                assertTrue(head.status() == 200 || head.status() == 101, head.head());
                assertEquals(part, client.readText(part.length()));
                ended.release();
                assertEquals(End.RESET, client.end());
            }
        }
        awaitReasons(TIMES);
    }

    private void expect(String counted) {
        reason = counted;
        reasonBefore = metrics.reason(counted);
    }

    private void awaitReasons(int times) {
        metrics.awaitReason(reason, reasonBefore + times);
    }

    private static void await(Semaphore semaphore) throws InterruptedException {
        assertTrue(semaphore.tryAcquire(SOON_S, TimeUnit.SECONDS));
    }

    // ---- pods that see how it ends

    private static void takeUntilTheEnd(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        arrived.release();
        drain(in);
    }

    private static void sendUntilTheEnd(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        arrived.release();
        try {
            while (true) {
                ScriptedPod.write(out, "4000\r\n" + PIECE + "\r\n");
            }
        } finally {
            ended.release();
        }
    }

    private static void tunnelUntilTheEnd(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: raw\r\n\r\n");
        in.skipNBytes("early bytes".length());
        arrived.release();
        drain(in);
    }

    private static void drain(InputStream in) throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } finally {
            ended.release();
        }
    }
}
