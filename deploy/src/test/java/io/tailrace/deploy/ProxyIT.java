package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients and pods see of one running proxy. */
final class ProxyIT {
    private static final String HOST = "localhost";
    private static final int LARGE_BODY = 64 << 20;

    @TempDir private static Path directory;
    private static EchoPod echo;
    private static EchoPod other;
    private static ScriptedPod chunked;
    private static ScriptedPod large;
    private static ScriptedPod garbage;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        echo = EchoPod.start("echo", "echo-1");
        other = EchoPod.start("other", "other-1");
        chunked = ScriptedPod.start(ProxyIT::answerChunked);
        large = ScriptedPod.start(ProxyIT::answerLarge);
        garbage = ScriptedPod.start((in, out) -> ScriptedPod.write(out, "SSH-2.0-OpenSSH_9.2\r\n"));
        Manifests manifests = new Manifests(directory);
        manifests.service("echo", echo.port()).service("other", other.port());
        manifests.service("chunked", chunked.port()).service("large", large.port());
        manifests.service("garbage", garbage.port()).service("empty");
        manifests.service("dead", ScriptedPod.deadPort());
        manifests.service("half-dead", ScriptedPod.deadPort(), echo.port());
        manifests.ingress(
                "web",
                HOST,
                "/echo=echo",
                "/other=other",
                "/chunked=chunked",
                "/large=large",
                "/garbage=garbage",
                "/empty=empty",
                "/dead=dead",
                "/half-dead=half-dead",
                "/missing=missing");
        manifests.ingress("wild", "'*.wild.test'", "/=other");
        proxy = TailraceProcess.start(directory, "--cores", "2");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started :
                new AutoCloseable[] {proxy, echo, other, chunked, large, garbage}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void shouldForwardToTheRulesPodWhenHostAndPathMatch() throws IOException {
        RawResponse first = get("/echo/some?query=1");
        RawResponse second = get("/other");
        assertEquals(200, first.status(), first.head());
        assertEquals("echo-1", first.pod());
        assertTrue(first.body().contains("GET /echo/some?query=1 HTTP/1.1\n"), first.body());
        assertEquals("other-1", second.pod());
    }

    @Test
    void shouldMatchOneLabelWhenTheRulesHostIsAWildcard() throws IOException {
        assertEquals("other-1", RawConnection.get(http(), "a.wild.test", "/x").pod());
        assertEquals(404, RawConnection.get(http(), "a.b.wild.test", "/x").status());
        assertEquals(404, RawConnection.get(http(), "wild.test", "/x").status());
    }

    @Test
    void shouldTellThePodWhoAskedAndDropHopByHopFieldsWhenItForwards() throws IOException {
        try (RawConnection connection = new RawConnection(http())) {
            connection.send(
                    "GET /echo HTTP/1.1\r\nHost: localhost\r\nX-Kept: yes\r\nX-Dropped: no\r\n"
                            + "Connection: x-dropped\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
            List<String> seen = connection.read().body().lines().toList();
            assertTrue(seen.contains("X-Kept: yes"), seen.toString());
            assertTrue(seen.contains("X-Forwarded-For: 127.0.0.1"), seen.toString());
            assertTrue(seen.contains("X-Forwarded-Proto: http"), seen.toString());
            assertTrue(seen.contains("X-Forwarded-Port: " + http().getPort()), seen.toString());
            assertFalse(seen.stream().anyMatch(line -> line.startsWith("X-Dropped")));
        }
    }

    @Test
    void shouldAnswer404WithReasonWhenNoRuleMatches() throws IOException {
        assertReply(404, "no_route", get("/nowhere"));
        assertReply(404, "no_route", RawConnection.get(http(), "unknown.test", "/echo"));
    }

    @Test
    void shouldAnswer503WithReasonWhenTheServiceHasNoEndpoint() throws IOException {
        assertReply(503, "no_endpoints", get("/empty"));
        assertReply(503, "no_endpoints", get("/missing"));
    }

    @Test
    void shouldAnswer502WithReasonWhenNoPodTakesTheConnection() throws IOException {
        assertReply(502, "connect_refused", get("/dead"));
    }

    @Test
    void shouldAnswer502WithReasonWhenThePodDoesNotSpeakHttp() throws IOException {
        assertReply(502, "upstream_malformed", get("/garbage"));
    }

    @Test
    void shouldTryAnotherPodWhenOneRefusesTheConnection() throws IOException {
        // Few, as a core that has seen few requests has a small budget of further attempts.
        for (int i = 0; i < 6; i++) {
            assertEquals("echo-1", get("/half-dead").pod());
        }
    }

    @Test
    void shouldServeManyRequestsWhenTheConnectionIsKeptAlive() throws IOException {
        try (RawConnection connection = new RawConnection(http())) {
            for (int i = 0; i < 50; i++) {
                assertEquals("echo-1", connection.get(HOST, "/echo/" + i).pod());
                assertEquals(404, connection.get(HOST, "/nowhere").status());
            }
        }
    }

    @Test
    void shouldCloseAfterTheAnswerWhenTheClientAsksForIt() throws IOException {
        try (RawConnection connection = new RawConnection(http())) {
            connection.send("GET /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            RawResponse response = connection.read();
            assertEquals("echo-1", response.pod());
            assertEquals("close", response.field("connection"));
            assertTrue(connection.isAtEnd());
        }
    }

    @Test
    void shouldAnswerInOrderWhenRequestsArePipelined() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            requests.append("GET ").append(i % 2 == 0 ? "/echo/" : "/other/").append(i);
            requests.append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        try (RawConnection connection = new RawConnection(http())) {
            connection.send(requests.toString());
            for (int i = 0; i < 20; i++) {
                RawResponse response = connection.read();
                assertEquals(i % 2 == 0 ? "echo-1" : "other-1", response.pod());
                assertTrue(response.body().contains("/" + i + " HTTP/1.1"), response.body());
            }
        }
    }

    @Test
    void shouldForwardTheBodyWhenItIsSentInChunks() throws IOException {
        try (RawConnection connection = new RawConnection(http())) {
            connection.send(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5\r\nhello\r\n6;ext=1\r\n world\r\n");
            connection.send("0\r\n\r\n");
            RawResponse response = connection.read();
            assertTrue(response.body().contains("body:    11 bytes"), response.body());
            assertEquals("echo-1", connection.get(HOST, "/echo").pod());
        }
    }

    @Test
    void shouldRelayTheBodyWhenThePodSendsItInChunks() throws IOException {
        try (RawConnection connection = new RawConnection(http())) {
            for (int i = 0; i < 3; i++) {
                RawResponse response = connection.get(HOST, "/chunked");
                assertEquals("chunked", response.field("transfer-encoding"));
                assertEquals("one two three", response.body());
            }
        }
    }

    @Test
    void shouldSendNoBodyWhenTheMethodIsHead() throws IOException {
        try (RawConnection connection = new RawConnection(http())) {
            connection.send("HEAD /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
            RawResponse head = connection.readHead();
            assertEquals(200, head.status());
            assertTrue(Integer.parseInt(head.field("content-length")) > 0);
            assertEquals("echo-1", connection.get(HOST, "/echo").pod());
        }
    }

    @Test
    void shouldServeTheJdksClientWhenItKeepsItsConnectionAlive() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> response =
                        client.send(request("/echo").build(), BodyHandlers.ofString());
                assertEquals(200, response.statusCode());
                assertTrue(response.body().startsWith("service: echo\n"), response.body());
            }
        }
    }

    @Test
    void shouldForwardEveryByteWhenTheJdksClientUploads() throws Exception {
        byte[] body = new byte[LARGE_BODY];
        HttpRequest upload = request("/echo").POST(BodyPublishers.ofByteArray(body)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String seen = client.send(upload, BodyHandlers.ofString()).body();
            assertTrue(seen.contains("body:    " + LARGE_BODY + " bytes"), seen);
        }
    }

    @Test
    void shouldRelayEveryByteWhenTheJdksClientDownloads() throws Exception {
        CRC32 received = new CRC32();
        try (HttpClient client = HttpClient.newHttpClient();
                InputStream in =
                        client.send(request("/large").build(), BodyHandlers.ofInputStream())
                                .body()) {
            byte[] part = new byte[64 << 10];
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                received.update(part, 0, n);
            }
        }
        CRC32 sent = new CRC32();
        for (int i = 0; i < LARGE_BODY >> 20; i++) {
            sent.update(mebibyte(i));
        }
        assertEquals(sent.getValue(), received.getValue());
    }

    private static void assertReply(int status, String reason, RawResponse response) {
        assertEquals(status, response.status(), response.head());
        assertEquals(reason, response.reason());
    }

    private static RawResponse get(String path) throws IOException {
        return RawConnection.get(http(), HOST, path);
    }

    private static InetSocketAddress http() {
        return proxy.http();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + http().getPort() + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    private static void answerChunked(InputStream in, OutputStream out) throws IOException {
        while (EchoedRequest.read(in, out) != null) {
            ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            ScriptedPod.write(out, "4\r\none \r\n");
            ScriptedPod.write(out, "4;a=b\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n");
        }
    }

    private static void answerLarge(InputStream in, OutputStream out) throws IOException {
        if (EchoedRequest.read(in, out) != null) {
            ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE_BODY + "\r\n\r\n");
            for (int i = 0; i < LARGE_BODY >> 20; i++) {
                out.write(mebibyte(i));
            }
        }
    }

    private static byte[] mebibyte(int number) {
        byte[] part = new byte[1 << 20];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) (i * 31 + (i >> 8) + number);
        }
        return part;
    }
}
