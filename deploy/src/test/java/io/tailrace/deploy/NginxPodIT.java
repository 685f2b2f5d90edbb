package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx behind the proxy. */
final class NginxPodIT {
    private static final String HOST = "files.test";
    private static final int LARGE = 16 << 20;
    private static final String SMALL = "a line of text\n".repeat(1000);

    /** From a second without a request on: then nginx closes. */
    private static final Gaps GAPS = new Gaps("gaps", 8, 4, 1000, 4, "/sink", "/small.txt");

    @TempDir private static Path directory;
    private static final byte[] LARGE_BODY = new byte[LARGE];
    private static RecordingPod sink;
    private static Nginx nginx;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        Path www = Files.createDirectory(directory.resolve("www"));
        new Random(7).nextBytes(LARGE_BODY);
        Files.write(www.resolve("large"), LARGE_BODY);
        Files.writeString(www.resolve("small.txt"), SMALL);
        sink = RecordingPod.startEcho();
        nginx = Nginx.start(directory, sink.port());
        Manifests manifests = new Manifests(Files.createDirectory(directory.resolve("manifests")));
        manifests.service("files", nginx.port()).ingress("files", HOST, "/=files");
        GAPS.describe(manifests, nginx.port());
        proxy = TailraceProcess.start(manifests.directory(), "--cores", "2");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, nginx, sink}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void shouldServeAFileAndItsHeadWhenAsked() throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            RawResponse file = client.get(HOST, "/small.txt");
            assertEquals(SMALL, file.body());
            assertTrue(file.field("server").startsWith("nginx"), file.head());
            client.send("HEAD /small.txt HTTP/1.1\r\nHost: files.test\r\n\r\n");
            RawResponse head = client.readHead();
            assertEquals(200, head.status());
            assertEquals(String.valueOf(SMALL.length()), head.field("content-length"));
            assertEquals(file.field("etag"), head.field("etag"));
            assertEquals(404, client.get(HOST, "/none").status());
        }
    }

    @Test
    void shouldPassOn304And206WhenAsked() throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            String etag = client.get(HOST, "/small.txt").field("etag");
            client.send(
                    "GET /small.txt HTTP/1.1\r\nHost: files.test\r\nIf-None-Match: "
                            + etag
                            + "\r\n\r\n");
            assertEquals(304, client.readHead().status());
            client.send("GET /small.txt HTTP/1.1\r\nHost: files.test\r\nRange: bytes=2-5\r\n\r\n");
            RawResponse part = client.read();
            assertEquals(206, part.status());
            assertEquals("bytes 2-5/" + SMALL.length(), part.field("content-range"));
            assertEquals("line", part.body());
        }
    }

    @Test
    void shouldPassOnChunksWhenNginxCompresses() throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send(
                    "GET /small.txt HTTP/1.1\r\nHost: files.test\r\nAccept-Encoding: gzip\r\n\r\n");
            RawResponse response = client.read();
            assertEquals("chunked", response.field("transfer-encoding"));
            byte[] body = response.body().getBytes(StandardCharsets.ISO_8859_1);
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                assertEquals(SMALL, new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void shouldPassOnALargeFileWhole() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            String body = client.get(HOST, "/large").body();
            assertArrayEquals(LARGE_BODY, body.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void shouldAnswerEveryRequestWhenNginxClosesAfterEveryFifth() throws IOException {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < 203; i++) {
                client.send(
                        "POST /sink HTTP/1.1\r\nHost: files.test\r\nContent-Length: 5\r\n\r\nhello");
                RawResponse response = client.read();
                assertEquals(200, response.status(), response.head());
                assertEquals("hello", response.body());
            }
        }
    }

    @Test
    void shouldLoseNoRequestWhenItMeetsTheCloseOfAnIdleConnection() throws Exception {
        assertEquals(List.of(), GAPS.lost(proxy.http()));
    }
}
