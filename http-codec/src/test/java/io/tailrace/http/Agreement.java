package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Whether codec and oracle agree about one message, and whether what is sent on means the same.
 *
 * <p>Where the oracle lacks bytes, the codec may have refused already, but may not accept.
 *
 * <p>Thread: any, one at a time.
 */
final class Agreement {
    private static final int NO_LIMIT = Integer.MAX_VALUE; // what we add may exceed our own limits
    private static final Origin ORIGIN = new Origin("192.0.2.7", 80, false, false);

    private final UnsafeBuffer out = new UnsafeBuffer(new byte[128 * 1024]);
    private final RequestReading requestReading = new RequestReading();
    private final ResponseReading responseReading = new ResponseReading();
    private final RequestHeadWriter requestWriter = new RequestHeadWriter(1);
    private final ResponseHeadWriter responseWriter = new ResponseHeadWriter();
    private final LastHop hop = new LastHop();

    /** A request that comes in two pieces; whether it was accepted. */
    boolean aboutRequest(byte[] wire, int cut) {
        RequestReading reading = requestReading.of(wire);
        Map<String, String> findings = reading.read();
        assertEquals(findings, reading.read(cut), () -> "cut at " + cut);
        OracleRequest oracle;
        try {
            oracle = new OracleRequest(wire);
        } catch (Oracle.Refused e) {
            assertTrue(findings.containsKey("refused"), () -> e.getMessage() + ": " + findings);
            return false;
        } catch (Oracle.Incomplete e) {
            assertTrue(
                    findings.containsKey("refused") || findings.containsKey("incomplete"),
                    () -> e.getMessage() + ": " + findings);
            return false;
        }
        assertFalse(findings.containsKey("refused"), () -> "codec: " + findings);
        assertFalse(findings.containsKey("incomplete"), () -> "codec: " + findings);
        assertEquals(text(oracle.method), findings.get("method"));
        assertEquals(text(oracle.target), findings.get("target"));
        assertEquals(oracle.http10 ? "10" : "11", findings.get("version"));
        assertEquals(text(oracle.host), findings.get("host"));
        assertEquals(text(oracle.hostName()), findings.get("name"));
        assertEquals(text(oracle.matchPath()), findings.get("match"));
        assertEquals(text(oracle.forwardPath()), findings.get("forward"));
        assertEquals(text(oracle.query), findings.get("query"));
        assertEquals(RequestReading.yes(oracle.asterisk), findings.get("asterisk"));
        assertEquals(RequestReading.yes(oracle.persistent()), findings.get("persistent"));
        assertEquals(RequestReading.yes(oracle.expects()), findings.get("expects"));
        assertEquals(RequestReading.yes(oracle.upgrade()), findings.get("upgrade"));
        assertEquals(String.valueOf(oracle.fields.size()), findings.get("fields"));
        sameBody(oracle.body, findings);
        forwarded(oracle, reading);
        return true;
    }

    /** The pod reads exactly one message, of the same meaning. */
    private void forwarded(OracleRequest oracle, RequestReading reading) {
        int length =
                requestWriter.write(
                        reading.head,
                        reading.target,
                        ORIGIN,
                        false,
                        LastHop.NO_FIELD,
                        out,
                        0,
                        out.capacity());
        assertTrue(length > 0);
        String head = new String(latin(length), StandardCharsets.ISO_8859_1);
        if (oracle.host.isEmpty()) {
            // HTTP/1.1 to a pod has a Host field; an empty one would be refused here.
            assertTrue(head.contains("\r\nHost:\r\n"));
            head = head.replaceFirst("\r\nHost:\r\n", "\r\nHost: none\r\n");
        }
        String sent =
                oracle.body.framing().equals("chunked") ? oracle.body.sent() : oracle.body.data();
        OracleRequest pod =
                new OracleRequest(
                        (head + sent).getBytes(StandardCharsets.ISO_8859_1),
                        NO_LIMIT,
                        NO_LIMIT,
                        NO_LIMIT);
        assertEquals(oracle.method, pod.method);
        assertEquals(oracle.forwardPath() + oracle.query, pod.target);
        assertFalse(pod.http10);
        assertEquals(oracle.host.isEmpty() ? "none" : oracle.host, pod.host);
        assertEquals(oracle.matchPath(), pod.matchPath());
        assertEquals(pod.path, pod.forwardPath(), "nothing is left to resolve");
        assertEquals(oracle.body.framing(), pod.body.framing());
        assertEquals(oracle.body.data(), pod.body.data());
        assertEquals("", pod.body.rest());
        assertEquals(oracle.endToEnd(), pod.endToEnd());
        assertEquals(oracle.upgrade(), pod.upgrade());
        assertEquals(1, Oracle.values(pod.fields, "x-forwarded-for").size());
        assertEquals(1, Oracle.values(pod.fields, "x-request-id").size());
        assertEquals(0, Oracle.values(pod.fields, "proxy").size());
    }

    /** A response that comes in two pieces; whether it was accepted. */
    boolean aboutResponse(boolean toHead, byte[] wire, int cut) {
        Method method = toHead ? Method.HEAD : Method.GET;
        ResponseReading reading = responseReading.of(method, wire);
        Map<String, String> findings = reading.read();
        assertEquals(findings, reading.read(cut), () -> "cut at " + cut);
        OracleResponse oracle;
        try {
            oracle = new OracleResponse(toHead, wire);
        } catch (Oracle.Refused e) {
            assertTrue(findings.containsKey("refused"), () -> e.getMessage() + ": " + findings);
            return false;
        } catch (Oracle.Incomplete e) {
            assertTrue(
                    findings.containsKey("refused") || findings.containsKey("incomplete"),
                    () -> e.getMessage() + ": " + findings);
            return false;
        }
        assertFalse(findings.containsKey("refused"), () -> "codec: " + findings);
        assertFalse(findings.containsKey("incomplete"), () -> "codec: " + findings);
        assertEquals(oracle.http10 ? "10" : "11", findings.get("version"));
        assertEquals(String.valueOf(oracle.status), findings.get("status"));
        assertEquals(text(oracle.reason), findings.get("reason"));
        assertEquals(RequestReading.yes(oracle.persistent()), findings.get("persistent"));
        assertEquals(String.valueOf(oracle.fields.size()), findings.get("fields"));
        sameBody(oracle.body, findings);
        relayed(oracle, toHead, reading);
        return true;
    }

    /** The downstream side reads exactly one message, of the same meaning. */
    private void relayed(OracleResponse oracle, boolean toHead, ResponseReading reading) {
        Framing framing = reading.head.framing();
        boolean rechunked = framing == Framing.UNTIL_CLOSE;
        int length =
                responseWriter.write(
                        reading.head,
                        rechunked ? Framing.CHUNKED : framing,
                        hop,
                        out,
                        0,
                        out.capacity());
        assertTrue(length > 0);
        String head = new String(latin(length), StandardCharsets.ISO_8859_1);
        String data = oracle.body.data();
        String sent =
                switch (framing) {
                    case CHUNKED -> oracle.body.sent();
                    case UNTIL_CLOSE -> chunks(data);
                    case LENGTH -> data;
                    case NONE -> "";
                };
        OracleResponse downstream =
                new OracleResponse(
                        toHead,
                        (head + sent).getBytes(StandardCharsets.ISO_8859_1),
                        NO_LIMIT,
                        NO_LIMIT);
        assertEquals(oracle.status, downstream.status);
        assertEquals(oracle.reason, downstream.reason);
        assertFalse(downstream.http10);
        assertEquals(rechunked ? "chunked" : oracle.body.framing(), downstream.body.framing());
        assertEquals(data, downstream.body.data());
        assertEquals("", downstream.body.rest());
        assertEquals(0, Oracle.values(downstream.fields, "keep-alive").size());
        if (oracle.status >= 200) {
            assertTrue(Oracle.values(downstream.fields, "date").size() >= 1);
            assertTrue(Oracle.values(downstream.fields, "server").size() >= 1);
        }
    }

    private static String chunks(String data) {
        String chunk =
                data.isEmpty() ? "" : Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
        return chunk + "0\r\n\r\n";
    }

    private static void sameBody(Oracle.Body body, Map<String, String> findings) {
        assertEquals(body.framing(), findings.get("framing"));
        if (!body.framing().equals("none")) {
            assertEquals(text(body.data()), findings.get("body"));
        }
        if (body.framing().equals("chunked")) {
            assertEquals(text(body.sent()), findings.get("sent"));
        }
        if (!body.framing().equals("until close")) {
            assertEquals(text(body.rest()), findings.get("rest"));
        }
    }

    private byte[] latin(int length) {
        byte[] bytes = new byte[length];
        out.getBytes(0, bytes);
        return bytes;
    }

    private static String text(String latin) {
        return Wire.text(latin.getBytes(StandardCharsets.ISO_8859_1));
    }
}
