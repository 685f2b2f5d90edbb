package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.RawConnection.End;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too much, by limits that are set; {@link FloodIT} has those of connections. */
final class LimitsIT {
    private static final Semaphore arrived = new Semaphore(0);
    private static final Semaphore answers = new Semaphore(0);

    @TempDir private static Path directory;
    private static Pods pods;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        pods = new Pods(directory).addEcho("echo");
        pods.add(
                "held",
                (in, out) -> {
                    while (EchoedRequest.read(in, out) != null) {
                        arrived.release();
                        answers.acquire();
                        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
        proxy =
                TailraceProcess.start(
                        pods.directory(),
                        "--cores=1",
                        "--max-target-size=128B",
                        "--max-head-size=2KiB",
                        "--max-fields=16",
                        "--max-body-size=1KiB",
                        "--max-requests-per-endpoint=2");
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
    void shouldAnswer414WhenTheTargetIsTooLong() throws IOException {
        assertServed("GET " + target(128) + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
        assertRefused(
                414, "target_too_long", "GET " + target(129) + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
    }

    @Test
    void shouldAnswer431WhenTheHeadIsTooLarge() throws IOException {
        String head = "GET /echo HTTP/1.1\r\nHost: a.test\r\nX: %s\r\n\r\n";
        int around = head.length() - 2;
        assertServed(head.formatted("y".repeat(2048 - around)));
        assertRefused(431, "head_too_large", head.formatted("y".repeat(2049 - around)));
    }

    @Test
    void shouldAnswer431WhenThereAreTooManyFields() throws IOException {
        assertServed("GET /echo HTTP/1.1\r\nHost: a.test\r\n" + "X: y\r\n".repeat(15) + "\r\n");
        assertRefused(
                431,
                "too_many_fields",
                "GET /echo HTTP/1.1\r\nHost: a.test\r\n" + "X: y\r\n".repeat(16) + "\r\n");
    }

    @Test
    void shouldAnswer413WhenTheBodyIsTooLong() throws IOException {
        String post = "POST /echo HTTP/1.1\r\nHost: a.test\r\n";
        assertServed(post + "Content-Length: 1024\r\n\r\n" + "x".repeat(1024));
        assertServed(
                post
                        + "Transfer-Encoding: chunked\r\n\r\n400\r\n"
                        + "x".repeat(1024)
                        + "\r\n0\r\n\r\n");
        assertRefused(413, "body_too_large", post + "Content-Length: 1025\r\n\r\n");
        assertRefused(
                413,
                "body_too_large",
                post + "Transfer-Encoding: chunked\r\n\r\n401\r\n" + "x".repeat(1025) + "\r\n");
    }

    @Test
    void shouldAnswer503WhenThePodHasAllTheRequestsItMay() throws Exception {
        try (RawConnection first = new RawConnection(proxy.http());
                RawConnection second = new RawConnection(proxy.http());
                RawConnection third = new RawConnection(proxy.http())) {
            for (RawConnection client : new RawConnection[] {first, second}) {
                client.send("GET /held HTTP/1.1\r\nHost: a.test\r\n\r\n");
                assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS));
            }
            RawResponse refused = third.get(Pods.HOST, "/held");
            assertEquals(503, refused.status());
            assertEquals("endpoints_busy", refused.reason());
            answers.release(2);
            assertEquals(200, first.read().status());
            assertEquals(200, second.read().status());
            answers.release(1);
            assertEquals(200, third.get(Pods.HOST, "/held").status());
            assertTrue(arrived.tryAcquire());
        }
    }

    @Test
    void shouldCutWhatIsInFlightWhenTheDrainTakesTooLong() throws Exception {
        try (TailraceProcess draining =
                        TailraceProcess.start(directory, "--cores=1", "--drain-timeout=500ms");
                RawConnection client = new RawConnection(draining.http())) {
            client.send("GET /held HTTP/1.1\r\nHost: a.test\r\n\r\n");
            assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS));
            draining.terminate();
            draining.awaitExit(20);
            draining.logged("exchanges still in flight");
            client.end();
        } finally {
            answers.release(1);
        }
    }

    @Test
    void shouldNameTheRangeAndNotStartWhenALimitIsOutOfIt() throws Exception {
        Launcher.Ended ended =
                Launcher.runToEnd("run", "--manifests", directory.toString(), "--max-fields=7");
        assertEquals(2, ended.status());
        assertTrue(ended.err().contains("8 to 1024"), ended.err());
    }

    private static String target(int length) {
        return "/echo/" + "x".repeat(length - "/echo/".length());
    }

    private static void assertServed(String request) throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send(request);
            RawResponse response = client.read();
            assertEquals(200, response.status(), response.head());
        }
    }

    private static void assertRefused(int status, String reason, String request)
            throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send(request);
            RawResponse response = client.read();
            assertEquals(status, response.status(), response.head());
            assertEquals(reason, response.reason());
            assertEquals(End.CLOSED, client.end());
        }
    }
}
