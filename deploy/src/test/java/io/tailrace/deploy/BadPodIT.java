package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.RawConnection.End;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that do not do as they should. */
final class BadPodIT {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNK = "4\r\ngood\r\n";
    private static final int TIMES = 10;

    /** Fewer than the further attempts that a core always has. */
    private static final int FEW = 5;

    private static final Semaphore goOn = new Semaphore(0);
    private static final Semaphore connections = new Semaphore(0);

    @TempDir private static Path directory;
    private static Pods pods;
    private static final List<AutoCloseable> filling = new ArrayList<>();
    private static TailraceProcess proxy;
    private static Metrics metrics;

    @BeforeAll
    static void start() throws Exception {
        pods = new Pods(directory).addEcho("echo").addPort("full", fullPort());
        pods.add("silent", (in, out) -> in.transferTo(OutputStream.nullOutputStream()));
        pods.add("garbage", (in, out) -> ScriptedPod.write(out, "\0\1\2 nonsense\r\n\r\n"));
        pods.add("slow-head", BadPodIT::headByteByByte);
        pods.add("stalling", (in, out) -> answerAndWait(in, out));
        pods.add("closing", (in, out) -> answerOnce(in, out, ""));
        pods.add("saying-so", (in, out) -> answerOnce(in, out, "Connection: close\r\n"));
        pods.add("old", BadPodIT::answerInHttp10);
        pods.add("more", (in, out) -> answerEach(in, out, OK + OK));
        pods.add("later", BadPodIT::sendWhileIdle);
        pods.add("closing-idle", BadPodIT::closeWhileIdle);
        pods.add("endless-head", (in, out) -> endless(in, out, "HTTP/1.1 200 OK\r\n", "X: y\r\n"));
        pods.add("long-field", (in, out) -> endless(in, out, "HTTP/1.1 200 OK\r\nX: ", "yyyy"));
        pods.add("interim", (in, out) -> endless(in, out, "", "HTTP/1.1 102 Processing\r\n\r\n"));
        pods.add("extension", (in, out) -> endless(in, out, CHUNKED + "1;", "x=y;"));
        pods.add("late-extension", BadPodIT::extendLater);
        proxy =
                TailraceProcess.start(
                        pods.directory(),
                        "--cores",
                        "1",
                        "--connect-timeout",
                        "500ms",
                        "--response-head-timeout",
                        "1500ms",
                        "--response-body-timeout",
                        "1500ms",
                        "--upstream-idle-timeout",
                        "1h");
        metrics = new Metrics(proxy);
    }

    @AfterAll
    static void stop() throws Exception {
        filling.addAll(List.of(proxy, pods));
        for (AutoCloseable started : filling) {
            started.close();
        }
    }

    @BeforeEach
    void forget() {
        goOn.drainPermits();
        connections.drainPermits();
    }

    @AfterEach
    void lookForLeaks() throws IOException {
        metrics.awaitQuiet();
        assertEquals(200, RawConnection.get(proxy.http(), Pods.HOST, "/echo").status());
        assertTrue(proxy.log().stream().noneMatch(line -> line.contains("ERROR")));
    }

    // ---- no answer, or none that can be read

    @Test
    void shouldAnswer502WhenThePodSendsGarbage() throws Exception {
        assertReply(502, "upstream_malformed", "/garbage");
    }

    @Test
    void shouldAnswer504WhenThePodAcceptsAndNeverAnswers() throws Exception {
        assertReply(504, "response_head_timeout", "/silent");
    }

    @Test
    void shouldAnswer504WhenThePodsHeadComesInBytes() throws Exception {
        assertReply(504, "response_head_timeout", "/slow-head");
    }

    @Test
    void shouldAnswer504WhenThePodNeverAccepts() throws Exception {
        assertReply(504, "connect_timeout", "/full");
    }

    @Test
    void shouldCutTheResponseWhenThePodStopsInsideItsBody() throws Exception {
        double before = metrics.reason("response_body_timeout");
        try (RawConnection client = ask("/stalling")) {
            assertEquals(200, client.readHead().status());
            assertEquals("good", client.readText(4));
            assertEquals(End.RESET, client.end());
        }
        metrics.awaitReason("response_body_timeout", before + 1);
    }

    @Test
    void shouldAnswer502WhenThePodsHeadNeverEnds() throws Exception {
        assertReply(502, "upstream_malformed", "/endless-head");
        assertReply(502, "upstream_malformed", "/long-field");
    }

    @Test
    void shouldForwardSomeAndAnswer502WhenInterimResponsesNeverEnd() throws Exception {
        try (RawConnection client = ask("/interim")) {
            int interims = 0;
            RawResponse response = client.readHead();
            while (response.status() == 102) {
                interims++;
                response = client.readHead();
            }
            assertEquals(16, interims);
            assertEquals(502, response.status());
            assertEquals("upstream_malformed", response.reason());
        }
    }

    @Test
    void shouldAnswer502WhenTheFirstChunkExtensionNeverEnds() throws Exception {
        assertReply(502, "upstream_malformed", "/extension");
    }

    @Test
    void shouldCutTheResponseWhenALaterChunkExtensionNeverEnds() throws Exception {
        double before = metrics.reason("upstream_malformed");
        try (RawConnection client = ask("/late-extension")) {
            assertEquals(200, client.readHead().status());
            assertEquals(CHUNK, client.readText(CHUNK.length()));
            goOn.release();
            assertEquals(End.RESET, client.end());
        }
        metrics.awaitReason("upstream_malformed", before + 1);
    }

    // ---- connections that end

    @Test
    void shouldServeEachRequestWhenThePodClosesAfterEveryAnswer() throws Exception {
        for (String path : new String[] {"/saying-so", "/old"}) {
            try (RawConnection client = new RawConnection(proxy.http())) {
                for (int i = 0; i < TIMES; i++) {
                    RawResponse response = post(client, path);
                    assertEquals("good", response.body(), path + response.head());
                }
            }
        }
    }

    @Test
    void shouldServeEachGetWhenThePodClosesAfterEveryAnswerWithoutSayingSo() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < FEW; i++) {
                assertEquals("good", client.get(Pods.HOST, "/closing").body());
            }
        }
    }

    @Test
    void shouldServeEachPostWhenThePodClosesBetweenRequests() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < TIMES; i++) {
                double before = metrics.value("tailrace_upstream_connections");
                assertEquals("good", post(client, "/closing-idle").body());
                goOn.release();
                // A POST that meets the close on its way cannot be saved.
                Until.isTrue(
                        "close seen",
                        () -> metrics.value("tailrace_upstream_connections") <= before);
            }
        }
    }

    @Test
    void shouldNotUseTheConnectionAgainWhenBytesFollowTheAnswer() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < TIMES; i++) {
                assertEquals("good", client.get(Pods.HOST, "/more").body());
            }
        }
        // One for each: none was used twice.
        assertTrue(connections.tryAcquire(TIMES));
    }

    @Test
    void shouldNotUseTheConnectionAgainWhenBytesComeWhileItIsIdle() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < TIMES; i++) {
                assertEquals("good", client.get(Pods.HOST, "/later").body());
                goOn.release();
                await(connections);
            }
        }
    }

    private static void assertReply(int status, String reason, String path) throws IOException {
        double before = metrics.reason(reason);
        try (RawConnection client = new RawConnection(proxy.http())) {
            RawResponse response = client.get(Pods.HOST, path);
            assertEquals(status, response.status(), path);
            assertEquals(reason, response.reason(), path);
            // The client's connection is none the worse for it.
            assertEquals(200, client.get(Pods.HOST, "/echo").status(), path);
        }
        metrics.awaitReason(reason, before + 1);
    }

    private static RawConnection ask(String path) throws IOException {
        RawConnection client = new RawConnection(proxy.http());
        client.send("GET " + path + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
        return client;
    }

    private static RawResponse post(RawConnection client, String path) throws IOException {
        client.send("POST " + path + " HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\nbody");
        return client.read();
    }

    private static void await(Semaphore semaphore) throws InterruptedException {
        assertTrue(semaphore.tryAcquire(20, TimeUnit.SECONDS));
    }

    // ---- pods

    /** A listener whose queue is full: a further connection is never taken. */
    private static int fullPort() throws IOException {
        ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        filling.add(full);
        InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
        for (int i = 0; i < TIMES; i++) {
            SocketChannel channel = SocketChannel.open();
            filling.add(channel);
            channel.configureBlocking(false);
            channel.connect(address);
        }
        return address.getPort();
    }

    private static void headByteByByte(InputStream in, OutputStream out) throws Exception {
        ScriptedPod.readHead(in);
        for (int i = 0; i < 1_000; i++) {
            ScriptedPod.write(out, i == 0 ? "HTTP/1.1 200 OK\r\nX: " : "y");
            Thread.sleep(50);
        }
    }

    private static void answerAndWait(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ngood");
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static void answerOnce(InputStream in, OutputStream out, String fields)
            throws IOException {
        if (EchoedRequest.read(in, out) != null) {
            ScriptedPod.write(
                    out, "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 4\r\n\r\ngood");
        }
    }

    private static void answerInHttp10(InputStream in, OutputStream out) throws IOException {
        if (EchoedRequest.read(in, out) != null) {
            ScriptedPod.write(out, "HTTP/1.0 200 OK\r\n\r\ngood");
        }
    }

    private static void answerEach(InputStream in, OutputStream out, String answer)
            throws IOException {
        connections.release();
        while (EchoedRequest.read(in, out) != null) {
            ScriptedPod.write(out, answer);
        }
    }

    private static void sendWhileIdle(InputStream in, OutputStream out) throws Exception {
        EchoedRequest.read(in, out);
        ScriptedPod.write(out, OK);
        goOn.acquire();
        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad");
        // The proxy closes: this connection carries nothing more.
        in.transferTo(OutputStream.nullOutputStream());
        connections.release();
    }

    private static void closeWhileIdle(InputStream in, OutputStream out) throws Exception {
        EchoedRequest.read(in, out);
        ScriptedPod.write(out, OK);
        goOn.acquire();
    }

    private static void endless(InputStream in, OutputStream out, String first, String further)
            throws IOException {
        ScriptedPod.readHead(in);
        // In one piece: what is wrong with it comes with its beginning.
        ScriptedPod.write(out, first + further.repeat(1_000));
        while (true) {
            ScriptedPod.write(out, further.repeat(1_000));
        }
    }

    private static void extendLater(InputStream in, OutputStream out) throws Exception {
        ScriptedPod.readHead(in);
        ScriptedPod.write(out, CHUNKED + CHUNK);
        goOn.acquire();
        while (true) {
            ScriptedPod.write(out, "1" + ";x=y".repeat(1_000));
        }
    }
}
