package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.deploy.RawConnection.End;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that come a byte at a time, too early, or to somebody who does not read. */
final class OddBodyIT {
    private static final int LARGE = 16 << 20;
    private static final int PART = 1 << 16;
    private static final Semaphore goOn = new Semaphore(0);

    /** Bytes of large bodies that a sender got rid of. */
    private static final AtomicLong moved = new AtomicLong();

    /** So many looks in a row that find no progress. */
    private static final int STILL = 100;

    @TempDir private static Path directory;
    private static Pods pods;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        pods = new Pods(directory).addEcho("echo");
        pods.add("early", OddBodyIT::answerEarly);
        pods.add("bytes", OddBodyIT::answerByteByByte);
        pods.add("not-reading", OddBodyIT::readLater);
        pods.add("large", OddBodyIT::answerLarge);
        proxy = TailraceProcess.start(pods.directory(), "--cores", "1");
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        pods.close();
    }

    @BeforeEach
    void forget() {
        goOn.drainPermits();
        moved.set(0);
    }

    @AfterEach
    void lookForLeaks() throws IOException {
        new Metrics(proxy).awaitQuiet();
        assertEquals(200, RawConnection.get(proxy.http(), Pods.HOST, "/echo").status());
        assertTrue(proxy.log().stream().noneMatch(line -> line.contains("ERROR")));
    }

    @Test
    void shouldRelayTheAnswerWhenItComesBeforeTheBody() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send("POST /early HTTP/1.1\r\nHost: a.test\r\nContent-Length: 100\r\n\r\nsome");
            RawResponse response = client.read();
            assertEquals(413, response.status());
            assertEquals("good", response.body());
            assertEquals(End.CLOSED, client.end());
        }
    }

    @Test
    void shouldRelayAMessageWhenEachOfItsBytesComesAlone() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            String request =
                    "POST /bytes HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3;a=b\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n";
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            assertEquals("3 bytes", client.read().body());
        }
    }

    @Test
    void shouldForwardTheWholeBodyWhenThePodReadsLate() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send(
                    "POST /not-reading HTTP/1.1\r\nHost: a.test\r\nContent-Length: "
                            + LARGE
                            + "\r\n\r\n");
            Thread sender = Thread.ofVirtual().start(() -> sendLarge(client));
            awaitStill();
            goOn.release();
            assertEquals(LARGE + " bytes", client.read().body());
            sender.join();
        }
    }

    @Test
    void shouldRelayTheWholeBodyWhenTheClientReadsLate() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send("GET /large HTTP/1.1\r\nHost: a.test\r\n\r\n");
            assertEquals(200, client.readHead().status());
            awaitStill();
            assertEquals(LARGE, client.readText(LARGE).length());
        }
    }

    /** Waits until a sender has begun and is held back. */
    private static void awaitStill() {
        long[] last = {0};
        int[] looks = {0};
        Until.isTrue(
                "held back",
                () -> {
                    long now = moved.get();
                    looks[0] = now == 0 || now != last[0] ? 0 : looks[0] + 1;
                    last[0] = now;
                    return looks[0] > STILL;
                });
    }

    private static void sendLarge(RawConnection client) {
        try {
            for (int sent = 0; sent < LARGE; sent += PART) {
                client.send("x".repeat(PART));
                moved.addAndGet(PART);
            }
        } catch (IOException e) {
            // The response tells.
        }
    }

    // ---- pods

    private static void answerEarly(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(out, "HTTP/1.1 413 Too Much\r\nContent-Length: 4\r\n\r\ngood");
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static void answerByteByByte(InputStream in, OutputStream out) throws IOException {
        EchoedRequest request = EchoedRequest.read(in, out);
        while (request != null) {
            String body = request.bodyBytes() + " bytes";
            String answer =
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(body.length())
                            + ";a=b\r\n"
                            + body
                            + "\r\n0\r\n\r\n";
            for (int i = 0; i < answer.length(); i++) {
                out.write(answer.charAt(i));
            }
            request = EchoedRequest.read(in, out);
        }
    }

    private static void readLater(InputStream in, OutputStream out) throws Exception {
        String head = ScriptedPod.readHead(in);
        goOn.acquire();
        in.skipNBytes(LARGE);
        String body = LARGE + " bytes";
        assertTrue(head.startsWith("POST "));
        ScriptedPod.write(
                out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void answerLarge(InputStream in, OutputStream out) throws IOException {
        ScriptedPod.readHead(in);
        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
        for (int sent = 0; sent < LARGE; sent += PART) {
            ScriptedPod.write(out, "x".repeat(PART));
            moved.addAndGet(PART);
        }
    }
}
