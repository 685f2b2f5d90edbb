package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client that wants all of a core, and the others of that core. */
final class FairnessIT {
    private static final int REQUESTS = 500;
    private static final int PIPELINED = 1_000;
    private static final String PIECE = "x".repeat(16 << 10);

    /** Of one request, on however busy a machine. */
    private static final long LONGEST_US = 5_000_000;

    @TempDir private static Path directory;
    private static Pods pods;
    private static TailraceProcess proxy;
    private final AtomicLong done = new AtomicLong();

    /** What the greedy client does until its connection ends. */
    private interface Greed {
        void run(RawConnection client) throws IOException;
    }

    @BeforeAll
    static void start() throws Exception {
        pods = new Pods(directory).addEcho("echo");
        pods.add("endless", FairnessIT::sendForEver);
        pods.add("sink", (in, out) -> in.transferTo(OutputStream.nullOutputStream()));
        proxy = TailraceProcess.start(pods.directory(), "--cores", "1");
        othersLatencies();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, pods}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void shouldServeOthersWhenOneSendsAThousandRequestsAtOnce() throws Exception {
        String requests = "GET /echo HTTP/1.1\r\nHost: a.test\r\n\r\n".repeat(PIPELINED);
        serveOthersBeside(
                "1,000 pipelined requests",
                client -> {
                    Thread.ofPlatform().start(() -> sendAgainAndAgain(client, requests));
                    while (client.read().status() == 200) {
                        done.incrementAndGet();
                    }
                });
    }

    @Test
    void shouldServeOthersWhenOneSendsAnEndlessBody() throws Exception {
        String chunk = "4000\r\n" + PIECE + "\r\n";
        serveOthersBeside(
                "an endless request body",
                client -> {
                    client.send(
                            "POST /sink HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        client.send(chunk);
                        done.incrementAndGet();
                    }
                });
    }

    @Test
    void shouldServeOthersWhenOneReadsAnEndlessResponse() throws Exception {
        serveOthersBeside(
                "an endless response body",
                client -> {
                    client.send("GET /endless HTTP/1.1\r\nHost: a.test\r\n\r\n");
                    client.readHead();
                    while (true) {
                        client.readText(PIECE.length());
                        done.incrementAndGet();
                    }
                });
    }

    private void serveOthersBeside(String what, Greed greed) throws Exception {
        long[] alone = othersLatencies();
        long[] beside;
        long before;
        Thread greedy;
        try (RawConnection client = new RawConnection(proxy.http())) {
            greedy =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            greed.run(client);
                                        } catch (IOException e) {
                                            // The others are done.
                                        }
                                    });
            Until.isTrue("greed", () -> done.get() > 100);
            before = done.get();
            beside = othersLatencies();
        }
        greedy.join();
        System.out.printf(
                "beside %s: others' p50/p99/max %d/%d/%d us, alone %d/%d/%d us%n",
                what,
                beside[REQUESTS / 2],
                beside[REQUESTS * 99 / 100],
                beside[REQUESTS - 1],
                alone[REQUESTS / 2],
                alone[REQUESTS * 99 / 100],
                alone[REQUESTS - 1]);
        assertTrue(done.get() > before, "the greedy one stood still");
        assertTrue(beside[REQUESTS - 1] < LONGEST_US, beside[REQUESTS - 1] + " us");
    }

    /** Of requests on one connection, in microseconds, sorted. */
    private static long[] othersLatencies() throws IOException {
        long[] latencies = new long[REQUESTS];
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < REQUESTS; i++) {
                long beganNs = System.nanoTime();
                assertEquals(200, client.get(Pods.HOST, "/echo").status());
                latencies[i] = (System.nanoTime() - beganNs) / 1_000;
            }
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private static void sendAgainAndAgain(RawConnection client, String requests) {
        try {
            while (true) {
                client.send(requests);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void sendForEver(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000\r\n\r\n");
        while (true) {
            ScriptedPod.write(out, PIECE);
        }
    }
}
