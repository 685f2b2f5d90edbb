package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.http.Corpus;
import io.tailrace.http.ResponseReading;
import io.tailrace.http.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The responses of the wire corpus, sent by a pod. The reader that the codec's tests hold against
 * the corpus tells what they are; the client has to get that, a 502, or a connection that is cut.
 *
 * <p>Behind the request comes one more, which finds out whether the connection and the pod's were
 * left where they belong. Only the codec can tell {@code version}, {@code reason}, {@code
 * persistent}, {@code keep-alive}, {@code declared} and {@code fields}.
 */
final class CorpusResponsesIT {
    private static final int LEAST_CASES = 100;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String EPOCH = "Date: Thu, 01 Jan 1970 00:00:00 GMT\\r\\n";
    private static final String DATE =
            "Date: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\\\\r\\\\n";
    private static final List<Corpus.Case> CASES =
            Corpus.cases().stream().filter(c -> !c.isRequest()).toList();

    @TempDir private static Path directory;
    private static RecordingPod pod;
    private static TailraceProcess proxy;
    private static Barrier barrier;
    private static WireClient client;

    @BeforeAll
    static void start() throws Exception {
        pod = RecordingPod.start(CorpusResponsesIT::answer);
        new Manifests(directory)
                .service("pod", pod.port())
                .service("empty")
                .ingress("barrier", Barrier.HOST, "/=empty")
                .ingress("web", "a.test", "/=pod");
        proxy = TailraceProcess.start(directory, "--cores", "1");
        barrier = new Barrier(proxy.http());
        client = new WireClient(proxy.http(), barrier);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {barrier, proxy, pod}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldPassOnExactlyTheResponseOrCutItWhenItComesInPieces() {
        assertTrue(CASES.size() >= LEAST_CASES, () -> "cases: " + CASES.size());
        return IntStream.range(0, CASES.size())
                .mapToObj(
                        i -> {
                            Corpus.Case c = CASES.get(i);
                            return DynamicTest.dynamicTest(
                                    c.file() + ": " + c.title(), () -> check(i, c));
                        });
    }

    /** Asked for {@code /case/pieces}, sends that case in those pieces. */
    private static boolean answer(PodMessage message, OutputStream out) throws IOException {
        String[] asked = message.asked().split("/", -1);
        if (asked[1].equals("next")) {
            ScriptedPod.write(out, OK);
            return true;
        }
        Corpus.Case c = CASES.get(Integer.parseInt(asked[1]));
        Map<String, String> findings = read(c);
        byte[] wire = c.wire();
        Pieces.of(wire).get(Integer.parseInt(asked[2])).send(wire, out, barrier);
        if (isInterim(findings)) {
            // The final response, which may have begun behind the interim one.
            ScriptedPod.write(out, OK.substring(raw(findings, "rest").length()));
        }
        // Where the end of the connection is not the end of the message, it stays open.
        return !findings.containsKey("incomplete")
                && !"until close".equals(findings.get("framing"));
    }

    private static void check(int index, Corpus.Case c) throws IOException {
        Map<String, String> findings = read(c);
        boolean http10 = c.words("downstream").contains("1.0");
        boolean close = c.words("downstream").contains("close");
        String request = request(index, c, http10, close);
        for (int i = 0; i < Pieces.of(c.wire()).size(); i++) {
            String sent = request.formatted(i) + (close ? "" : next());
            byte[] wire = sent.getBytes(StandardCharsets.ISO_8859_1);
            boolean tunnel = "101".equals(findings.get("status"));
            String answers = client.exchange("127.0.0.1", wire, Pieces.whole(), tunnel);
            String all = Pieces.of(c.wire()).get(i) + ": the client got " + answers;
            if (findings.containsKey("refused") || findings.containsKey("incomplete")) {
                checkFailed(findings, answers, all);
            } else if (tunnel) {
                checkUpgrade(c, findings, answers, all);
            } else {
                checkPassed(c, findings, answers, close, all);
            }
        }
    }

    private static String request(int index, Corpus.Case c, boolean http10, boolean close) {
        boolean upgrade = "101".equals(read(c).get("status"));
        return c.method()
                + " /"
                + index
                + "/%d HTTP/1."
                + (http10 ? "0" : "1")
                + "\r\nHost: a.test\r\n"
                + (close ? "Connection: close\r\n" : "")
                + (http10 && !close ? "Connection: keep-alive\r\n" : "")
                + (upgrade ? "Connection: upgrade\r\nUpgrade: websocket\r\n" : "")
                + "\r\n";
    }

    private static String next() {
        return "GET /next HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";
    }

    private static Map<String, String> read(Corpus.Case c) {
        return new ResponseReading().of(c.method(), c.wire()).read();
    }

    private static boolean isInterim(Map<String, String> findings) {
        return "yes".equals(findings.get("interim"));
    }

    /** A 502 with its reason, or an answer that does not look complete. */
    private static void checkFailed(Map<String, String> findings, String answers, String all) {
        boolean refused = findings.containsKey("refused");
        if (answers.startsWith("HTTP/1.1 502 ")) {
            String head = answers.substring(0, answers.indexOf("\r\n\r\n") + 2);
            String inBody = findings.containsKey("framing") ? "body" : "head";
            String reason = refused ? "upstream_malformed" : "upstream_cut_in_" + inBody;
            boolean nothing = !refused && head.contains("Reason: upstream_reset\r\n");
            assertTrue(head.contains("X-Tailrace-Reason: " + reason + "\r\n") || nothing, all);
        } else {
            assertTrue(findings.containsKey("framing") && !answers.isEmpty(), all);
            String body = answers.substring(answers.indexOf("\r\n\r\n") + 4);
            boolean chunked = answers.contains("\r\nTransfer-Encoding: chunked\r\n");
            assertFalse(body.contains("HTTP/1.1 200 OK"), all);
            assertFalse(chunked && body.endsWith("0\r\n\r\n"), all);
        }
    }

    /** Behind a 101 that answers our upgrade, everything passes as it is. */
    private static void checkUpgrade(
            Corpus.Case c, Map<String, String> findings, String answers, String all) {
        if (c.text("response").contains("Upgrade: websocket")) {
            assertTrue(answers.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), all);
            assertTrue(answers.endsWith("\r\n\r\n" + raw(findings, "rest") + OK), all);
        } else {
            assertTrue(answers.contains("X-Tailrace-Reason: upstream_malformed\r\n"), all);
        }
    }

    private static void checkPassed(
            Corpus.Case c,
            Map<String, String> findings,
            String answers,
            boolean close,
            String all) {
        int headEnd = answers.indexOf("\r\n\r\n") + 4;
        String head = answers.substring(0, headEnd);
        assertEquals(findings.get("status"), head.substring(9, 12), all);
        if (c.has("downstream")) {
            assertEquals(
                    c.text("downstream").replace("\n", ""),
                    Wire.text(head.getBytes(StandardCharsets.ISO_8859_1))
                            .replaceFirst(DATE, Matcher.quoteReplacement(EPOCH)),
                    all);
        }
        String rest = answers.substring(headEnd);
        if (isInterim(findings)) {
            rest = afterOk(rest, all);
        } else {
            rest = afterBody(raw(findings, "body"), head, rest, all);
        }
        if (!close) {
            rest = afterOk(rest, all);
        }
        assertEquals("", rest, all);
    }

    private static String afterOk(String answers, String all) {
        assertTrue(answers.startsWith("HTTP/1.1 200 OK\r\n"), all);
        return answers.substring(answers.indexOf("\r\n\r\n") + 4);
    }

    private static String afterBody(String body, String head, String rest, String all) {
        if (!head.contains("\r\nTransfer-Encoding: chunked\r\n")) {
            assertTrue(rest.startsWith(body), all);
            return rest.substring(body.length());
        }
        StringBuilder content = new StringBuilder();
        int pos = 0;
        while (true) {
            int lineEnd = rest.indexOf("\r\n", pos);
            int size = Integer.parseInt(rest, pos, lineEnd, 16);
            if (size == 0) {
                break;
            }
            content.append(rest, lineEnd + 2, lineEnd + 2 + size);
            pos = lineEnd + 2 + size + 2;
        }
        assertEquals(body, content.toString(), all);
        return rest.substring(rest.indexOf("\r\n\r\n", pos) + 4);
    }

    private static String raw(Map<String, String> findings, String name) {
        byte[] bytes = Wire.bytes(Objects.requireNonNullElse(findings.get(name), ""));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
