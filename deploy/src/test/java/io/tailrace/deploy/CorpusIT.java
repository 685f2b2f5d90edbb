package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.http.Corpus;
import io.tailrace.http.RequestReading;
import io.tailrace.http.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The requests of the wire corpus through a running proxy. The reader that the codec's tests hold
 * against the corpus tells which messages the bytes are; the pod has to get exactly those, and the
 * client the answers or the reason.
 *
 * <p>Behind a message that leaves the connection open comes one more request: where a byte too many
 * or too few was taken, that one does not arrive. Of the expectations, {@code pod tls} is not
 * looked at (no listener speaks TLS), nor what only the codec can tell: {@code match}, {@code
 * name}, {@code fields}, {@code version}, {@code persistent}, {@code expects}.
 */
final class CorpusIT {
    private static final int LEAST_CASES = 400;
    private static final String STRANGERS = "127.1.";
    private static final String TRUSTED = "127.2.";
    private static final int HOSTS_PER_NET = 250;
    private static final String NEXT =
            "GET /next HTTP/1.1\r\nHost: next\r\nConnection: close\r\n\r\n";
    private static final String ID = "\r\nX-Request-ID: ";

    @TempDir private static Path directory;
    private static RecordingPod pod;
    private static TailraceProcess proxy;
    private static Barrier barrier;
    private static WireClient client;
    private static final Map<String, Allowed> ALLOWED = new HashMap<>();

    /**
     * What a pod may get of one client, which has an address of its own.
     *
     * @param whole messages
     * @param begun whether one more may begin: its head is right and its body is not
     */
    private record Allowed(String title, int whole, boolean begun) {
        boolean covers(List<PodMessage> got) {
            long complete = got.stream().filter(PodMessage::complete).count();
            return complete == whole && got.size() - complete <= (begun ? 1 : 0);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        pod = RecordingPod.start(CorpusIT::answer);
        new Manifests(directory)
                .service("pod", pod.port())
                .service("empty")
                .ingress("barrier", Barrier.HOST, "/=empty");
        proxy =
                TailraceProcess.start(
                        directory,
                        "--cores",
                        "1",
                        "--default-backend",
                        "default/pod:80",
                        "--trusted-cidr",
                        TRUSTED + "0.0/16");
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
        // Now that all is closed, nothing is on its way any more.
        pod.all()
                .forEach(
                        (address, got) -> {
                            Allowed allowed =
                                    ALLOWED.getOrDefault(address, new Allowed("?", 0, false));
                            assertTrue(allowed.covers(got), () -> allowed + ": the pod got " + got);
                        });
    }

    private static boolean answer(PodMessage message, OutputStream out) throws IOException {
        ScriptedPod.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        return true;
    }

    @TestFactory
    Stream<DynamicTest> shouldForwardExactlyTheMessageOrRefuseItWhenItComesInPieces() {
        List<Corpus.Case> cases = Corpus.cases().stream().filter(Corpus.Case::isRequest).toList();
        assertTrue(cases.size() >= LEAST_CASES, () -> "cases: " + cases.size());
        return cases.stream()
                .map(c -> DynamicTest.dynamicTest(c.file() + ": " + c.title(), () -> check(c)));
    }

    private static void check(Corpus.Case c) throws IOException {
        byte[] wire = withNext(c.wire());
        List<Map<String, String>> messages = read(wire);
        for (Pieces pieces : Pieces.of(wire)) {
            String from = newAddress(c);
            Allowed allowed = allowed(c, messages);
            ALLOWED.put(from, allowed);
            boolean half = messages.getLast().containsKey("incomplete");
            String answers = client.exchange(from, wire, pieces, half);
            List<PodMessage> got = pod.from(from);
            String all = pieces + ": the client got " + answers + "\nthe pod got " + got;
            assertTrue(allowed.covers(got), all);
            checkPod(messages, got, all);
            checkClient(messages, answers, all);
            if (c.has("pod") && !c.words("pod").contains("tls")) {
                assertEquals(podHead(c, from), withoutId(got.getFirst().head()), all);
            }
        }
    }

    private static String newAddress(Corpus.Case c) {
        int n = ALLOWED.size();
        String net = c.words("pod").contains("trusted") ? TRUSTED : STRANGERS;
        return net + n / HOSTS_PER_NET + "." + (1 + n % HOSTS_PER_NET);
    }

    private static Allowed allowed(Corpus.Case c, List<Map<String, String>> messages) {
        Map<String, String> last = messages.getLast();
        int whole = messages.size() - (isWhole(last) ? 0 : 1);
        return new Allowed(c.title(), whole, !isWhole(last) && last.containsKey("framing"));
    }

    /** With one more request where the last message leaves the connection open. */
    private static byte[] withNext(byte[] wire) {
        Map<String, String> last = read(wire).getLast();
        if (!isWhole(last) || !"yes".equals(last.get("persistent"))) {
            return wire;
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(wire);
        both.writeBytes(NEXT.getBytes(StandardCharsets.US_ASCII));
        return both.toByteArray();
    }

    /** The messages of one connection, up to its end. */
    private static List<Map<String, String>> read(byte[] wire) {
        List<Map<String, String>> messages = new ArrayList<>();
        byte[] rest = wire;
        while (true) {
            Map<String, String> message = new RequestReading().of(rest).read();
            messages.add(message);
            if (!isWhole(message) || !"yes".equals(message.get("persistent"))) {
                return messages;
            }
            rest = Wire.bytes(Objects.requireNonNull(message.get("rest")));
            if (rest.length == 0) {
                return messages;
            }
        }
    }

    private static boolean isWhole(Map<String, String> message) {
        return !message.containsKey("refused") && !message.containsKey("incomplete");
    }

    private static void checkPod(
            List<Map<String, String>> messages, List<PodMessage> got, String all) {
        for (int i = 0; i < got.size(); i++) {
            Map<String, String> message = messages.get(i);
            PodMessage there = got.get(i);
            assertEquals(
                    message.get("method") + " " + message.get("forward") + message.get("query"),
                    Wire.text(there.asked().getBytes(StandardCharsets.ISO_8859_1)),
                    all);
            if (there.complete()) {
                assertEquals(message.getOrDefault("body", ""), text(there.content()), all);
                assertEquals(
                        message.getOrDefault("sent", message.getOrDefault("body", "")),
                        text(there.body()),
                        all);
            }
        }
    }

    private static void checkClient(
            List<Map<String, String>> messages, String answers, String all) {
        String rest = answers;
        for (Map<String, String> message : messages) {
            String[] headAndRest = rest.split("\r\n\r\n", 2);
            String head = headAndRest[0];
            if (message.containsKey("incomplete")) {
                assertEquals("", rest, all);
                return;
            }
            rest = headAndRest[1];
            String refused = message.get("refused");
            if (refused == null) {
                assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), all);
            } else {
                String[] statusAndReason = refused.split(" ", 2);
                assertTrue(head.startsWith("HTTP/1.1 " + statusAndReason[0] + " "), all);
                assertTrue(
                        (head + "\r\n")
                                .contains("X-Tailrace-Reason: " + statusAndReason[1] + "\r\n"),
                        all);
                return;
            }
        }
        assertEquals("", rest, all);
    }

    private static String podHead(Corpus.Case c, String from) {
        return c.text("pod")
                .replace("\n", "")
                .replace("192.0.2.7\\r", from + "\\r")
                .replace(
                        "X-Forwarded-Port: 80\\r",
                        "X-Forwarded-Port: " + proxy.http().getPort() + "\\r");
    }

    /** In the notation of the corpus; a request id that was made anew reads as zeros. */
    private static String withoutId(String head) {
        int id = head.indexOf(ID) + ID.length();
        boolean made = head.substring(id).matches("(?s)[0-9a-f]{32}\r.*");
        return text(made ? head.substring(0, id) + "0".repeat(32) + head.substring(id + 32) : head);
    }

    private static String text(String latin) {
        return Wire.text(latin.getBytes(StandardCharsets.ISO_8859_1));
    }
}
