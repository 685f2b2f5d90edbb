package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote. The pod answers with the content it got. */
final class ClientsIT {
    private static final int UPLOAD = 2 << 20;

    @TempDir private static Path directory;
    private static RecordingPod pod;
    private static TailraceProcess proxy;
    private static Path upload;

    @BeforeAll
    static void start() throws Exception {
        pod = RecordingPod.startEcho();
        upload = directory.resolve("upload");
        byte[] bytes = new byte[UPLOAD];
        new Random(5).nextBytes(bytes);
        Files.write(upload, bytes);
        Path manifests = Files.createDirectory(directory.resolve("manifests"));
        new Manifests(manifests).service("pod", pod.port());
        proxy =
                TailraceProcess.start(
                        manifests, "--cores", "2", "--default-backend", "default/pod:80");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, pod}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void shouldServeCurlWhenItGets() throws Exception {
        String answer = curl("-i", url("/a?b=c"));
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(got("GET /a?b=c"));
    }

    @Test
    void shouldServeCurlWhenItAsksForTheHead() throws Exception {
        String answer = curl("-I", url("/head"));
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Length: 0\r\n"), answer);
    }

    @Test
    void shouldPassABodyThroughWhenCurlExpects100Continue() throws Exception {
        Path back = directory.resolve("expected");
        Launcher.Ended ended =
                run(
                        "-v",
                        "-H",
                        "Expect: 100-continue",
                        "--expect100-timeout",
                        "20",
                        "--data-binary",
                        "@" + upload,
                        "-o",
                        back.toString(),
                        url("/expect"));
        assertTrue(ended.err().contains("< HTTP/1.1 100 Continue"), ended.err());
        assertArrayEquals(Files.readAllBytes(upload), Files.readAllBytes(back));
    }

    @Test
    void shouldPassABodyThroughWhenCurlExpectsNothing() throws Exception {
        Path back = directory.resolve("sent");
        Launcher.Ended ended =
                run(
                        "-v",
                        "-H",
                        "Expect:",
                        "--data-binary",
                        "@" + upload,
                        "-o",
                        back.toString(),
                        url("/send"));
        assertFalse(ended.err().contains("100 Continue"), ended.err());
        assertArrayEquals(Files.readAllBytes(upload), Files.readAllBytes(back));
    }

    @Test
    void shouldPassAChunkedBodyThroughWhenCurlUploadsItsInput() throws Exception {
        Path back = directory.resolve("chunked");
        ProcessBuilder command =
                command("-X", "POST", "-T", "-", "-o", back.toString(), url("/chunks"));
        assertEnded(Launcher.runToEnd(command.redirectInput(upload.toFile())));
        assertArrayEquals(Files.readAllBytes(upload), Files.readAllBytes(back));
        PodMessage message = message("POST /chunks");
        assertTrue(message.head().contains("\r\nTransfer-Encoding: chunked\r\n"), message.head());
    }

    @Test
    void shouldServeCurlWhenItSpeaksHttp10() throws Exception {
        String answer = curl("-i", "--http1.0", "--data", "hello", url("/old"));
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
    }

    @Test
    void shouldKeepTheConnectionWhenCurlAsksForSeveralUrls() throws Exception {
        String made = curl("-w", "%{http_code} %{num_connects}\n", url("/1"), url("/2"), url("/3"));
        assertEquals("200 1\n200 0\n200 0\n", made);
    }

    @Test
    void shouldResolveDotSegmentsWhenCurlSendsThem() throws Exception {
        curl("--path-as-is", url("/a/../dots/./%2e%2E/dots/c"));
        assertTrue(got("GET /dots/c"));
        String above = curl("-i", "--path-as-is", url("/dots/../../above"));
        assertTrue(above.startsWith("HTTP/1.1 400 "), above);
        assertTrue(above.contains("\r\nX-Tailrace-Reason: path_above_root\r\n"), above);
    }

    @Test
    void shouldServePythonsHttpClient() throws Exception {
        assertAllRight(Peers.python("http_client.py", host(), port()));
    }

    @Test
    void shouldServeNodesHttpClient() throws Exception {
        assertAllRight(Peers.node("http_client.js", host(), port()));
    }

    private static void assertAllRight(ProcessBuilder command) throws Exception {
        Launcher.Ended ended = Launcher.runToEnd(command);
        assertEnded(ended);
        assertEquals("all right\n", ended.out());
    }

    private static void assertEnded(Launcher.Ended ended) {
        assertEquals(0, ended.status(), ended::err);
    }

    private static boolean got(String asked) {
        return messages().stream().anyMatch(message -> message.asked().equals(asked));
    }

    private static PodMessage message(String asked) {
        return messages().stream()
                .filter(message -> message.asked().equals(asked))
                .findFirst()
                .orElseThrow();
    }

    private static List<PodMessage> messages() {
        return pod.from(host());
    }

    private static String curl(String... args) throws Exception {
        return run(args).out();
    }

    private static Launcher.Ended run(String... args) throws Exception {
        Launcher.Ended ended = Launcher.runToEnd(command(args));
        assertEnded(ended);
        return ended;
    }

    private static ProcessBuilder command(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        Peers.need("curl", "curl"),
                        "-q",
                        "-sS",
                        "--noproxy",
                        "*",
                        "--max-time",
                        "30"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    private static String url(String path) {
        return "http://" + host() + ":" + port() + path;
    }

    private static String host() {
        return proxy.http().getAddress().getHostAddress();
    }

    private static String port() {
        return String.valueOf(proxy.http().getPort());
    }
}
