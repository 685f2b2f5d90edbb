package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case of the corpus, whole, cut at every place, and a byte at a time. */
final class CorpusTest {
    private static final int LEAST_CASES = 400;
    private static final int ALIKE = 32;
    private static final int SAMPLE = 61;
    private static final String ID = "\\r\\nX-Request-ID: ";

    /** Reads the bytes of one case in pieces. */
    private interface Reading {
        Map<String, String> read(int... cuts);
    }

    @Test
    void shouldHoldManyCasesWhenCounted() {
        List<Corpus.Case> cases = Corpus.cases();
        assertTrue(cases.size() >= LEAST_CASES, () -> "cases: " + cases.size());
        long titles = cases.stream().map(c -> c.file() + c.title()).distinct().count();
        assertEquals(cases.size(), titles, "a title is there twice");
    }

    @TestFactory
    Stream<DynamicTest> shouldReadAsExpectedWhenCutAnywhere() {
        return Corpus.cases().stream()
                .map(c -> DynamicTest.dynamicTest(c.file() + ": " + c.title(), () -> check(c)));
    }

    private static void check(Corpus.Case c) {
        byte[] wire = c.wire();
        Reading reading =
                c.isRequest()
                        ? new RequestReading().of(wire)::read
                        : new ResponseReading().of(c.method(), wire)::read;
        Map<String, String> whole = reading.read();
        Map<String, String> asked = new LinkedHashMap<>();
        Map<String, String> expected = c.expected();
        for (String finding : expected.keySet()) {
            asked.put(finding, whole.getOrDefault(finding, "(nothing)"));
        }
        assertEquals(expected, asked, () -> "all findings: " + whole);
        if (!expected.containsKey("refused") && !expected.containsKey("incomplete")) {
            assertTrue(
                    !whole.containsKey("refused") && !whole.containsKey("incomplete"),
                    () -> "all findings: " + whole);
        }
        for (int cut = 0; cut < wire.length; cut++) {
            if (cut % SAMPLE == 0 || !isAmidOneByte(wire, cut)) {
                int at = cut;
                assertEquals(whole, reading.read(cut), () -> "cut at " + at);
            }
        }
        int[] everywhere = IntStream.range(0, wire.length).toArray();
        assertEquals(whole, reading.read(everywhere), "a byte at a time");
        if (c.has("pod")) {
            assertEquals(c.text("pod").replace("\n", ""), pod(c, wire));
        }
        if (c.has("downstream")) {
            assertEquals(c.text("downstream").replace("\n", ""), downstream(c, wire));
        }
    }

    /**
     * Whether the bytes around are all the same, as in messages made long to try a limit. Cuts
     * there are alike, and all of them would take long.
     */
    private static boolean isAmidOneByte(byte[] wire, int cut) {
        if (cut < ALIKE || cut > wire.length - ALIKE) {
            return false;
        }
        for (int i = cut - ALIKE; i < cut + ALIKE; i++) {
            if (wire[i] != wire[cut]) {
                return false;
            }
        }
        return true;
    }

    /** What the pod gets; a request id that was made anew reads as 32 times {@code 0}. */
    private static String pod(Corpus.Case c, byte[] wire) {
        List<String> options = c.words("pod");
        Origin origin =
                new Origin("192.0.2.7", 80, options.contains("tls"), options.contains("trusted"));
        RequestReading reading = new RequestReading().of(wire);
        reading.read();
        UnsafeBuffer out = new UnsafeBuffer(new byte[64 * 1024]);
        int length =
                new RequestHeadWriter(1)
                        .write(
                                reading.head,
                                reading.target,
                                origin,
                                false,
                                LastHop.NO_FIELD,
                                out,
                                0,
                                out.capacity());
        String text = Wire.text(out, 0, length);
        int id = text.indexOf(ID) + ID.length();
        boolean made = text.substring(id).matches("[0-9a-f]{32}\\\\r.*");
        return made ? text.substring(0, id) + "0".repeat(32) + text.substring(id + 32) : text;
    }

    /** What the downstream side gets, with the date of the epoch. */
    private static String downstream(Corpus.Case c, byte[] wire) {
        List<String> options = c.words("downstream");
        int version = options.contains("1.0") ? 10 : 11;
        ResponseReading reading = new ResponseReading().of(c.method(), wire);
        reading.read();
        Framing framing = reading.head.framing();
        if (framing == Framing.UNTIL_CLOSE && version == 11) {
            framing = Framing.CHUNKED;
        } else if (framing == Framing.CHUNKED && version == 10) {
            framing = Framing.UNTIL_CLOSE;
        }
        UnsafeBuffer out = new UnsafeBuffer(new byte[128 * 1024]);
        int length =
                new ResponseHeadWriter()
                        .write(
                                reading.head,
                                framing,
                                new LastHop()
                                        .set(
                                                0,
                                                version,
                                                options.contains("close"),
                                                LastHop.NO_FIELD),
                                out,
                                0,
                                out.capacity());
        return Wire.text(out, 0, length);
    }
}
