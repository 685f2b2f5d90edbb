package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntUnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ReplyWriterTest {
    private final LastHop hop = new LastHop();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[1024]);

    private String reply(int status, String reason, boolean head, int version, boolean close) {
        hop.set(0, version, close, LastHop.NO_FIELD);
        int length = ReplyWriter.write(status, reason, head, hop, out, 10, 1024);
        return Wire.text(out, 10, length);
    }

    @Test
    void shouldHoldStatusReasonAndBodyWhenNoRouteMatched() {
        assertEquals(
                "HTTP/1.1 404 Not Found\\r\\nDate: Thu, 01 Jan 1970 00:00:00 GMT\\r\\n"
                        + "Server: tailrace\\r\\nContent-Type: text/plain\\r\\n"
                        + "X-Tailrace-Reason: no_route\\r\\nContent-Length: 13\\r\\n\\r\\n"
                        + "404 no_route\\n",
                reply(404, "no_route", false, 11, false));
    }

    @Test
    void shouldHoldLengthButNoBodyWhenItAnswersHead() {
        String reply = reply(404, "no_route", true, 11, false);
        assertTrue(reply.endsWith("Content-Length: 13\\r\\n\\r\\n"), reply);
    }

    @Test
    void shouldSayWhatBecomesOfTheConnectionWhenItIsNotTheDefault() {
        assertFalse(reply(404, "x", false, 11, false).contains("Connection:"));
        assertTrue(reply(404, "x", false, 11, true).contains("\\r\\nConnection: close\\r\\n"));
        assertTrue(reply(404, "x", false, 10, true).contains("\\r\\nConnection: close\\r\\n"));
        assertTrue(
                reply(404, "x", false, 10, false).contains("\\r\\nConnection: keep-alive\\r\\n"));
    }

    private RequestReading read(String request) {
        RequestReading read = new RequestReading().of(Wire.bytes(request));
        read.read();
        hop.set(0, read.head.version(), false, LastHop.NO_FIELD);
        return read;
    }

    private String redirect(String request, int port) {
        RequestReading read = read(request);
        int length =
                ReplyWriter.writeRedirect("x", read.head, read.target, port, hop, out, 10, 1024);
        return Wire.text(out, 10, length);
    }

    @Test
    void shouldLeadToTheSameTargetOverTlsWhenItRedirects() {
        assertEquals(
                "HTTP/1.1 308 Permanent Redirect\\r\\nDate: Thu, 01 Jan 1970 00:00:00 GMT\\r\\n"
                        + "Server: tailrace\\r\\nContent-Type: text/plain\\r\\n"
                        + "Location: https://A.example/b%20c?d=//e\\r\\n"
                        + "X-Tailrace-Reason: x\\r\\nContent-Length: 6\\r\\n\\r\\n"
                        + "308 x\\n",
                redirect(
                        "GET /a/../b%20c?d=//e HTTP/1.1\\r\\nHost: A.example.:80\\r\\n\\r\\n",
                        443));
        String reply = redirect("HEAD http://b.example?c HTTP/1.0\\r\\n\\r\\n", 8443);
        assertTrue(reply.contains("\\r\\nLocation: https://b.example:8443/?c\\r\\n"), reply);
        assertTrue(reply.endsWith("\\r\\nContent-Length: 6\\r\\n\\r\\n"), reply);
        assertTrue(reply.contains("\\r\\nConnection: keep-alive\\r\\n"), reply);
    }

    @Test
    void shouldSayThatTheHostIsForTlsOnlyWhenTold() {
        hop.set(0, 11, false, Bytes.ascii("Strict-Transport-Security: max-age=1\r\n"));
        String reply = Wire.text(out, 10, ReplyWriter.write(404, "x", true, hop, out, 10, 1024));
        assertTrue(
                reply.contains("text/plain\\r\\nStrict-Transport-Security: max-age=1\\r\\nX-Tail"),
                reply);
        assertFalse(reply(404, "x", true, 11, false).contains("Strict"));
    }

    @Test
    void shouldListMethodsWhenOneIsNotAllowed() {
        String reply = reply(405, "method_not_allowed", false, 11, true);
        assertTrue(
                reply.contains("\\r\\nAllow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH\\r\\n"));
        assertFalse(reply(404, "x", false, 11, true).contains("Allow:"));
    }

    @Test
    void shouldHaveAPhraseWhenAFaultIsToldByIt() {
        for (Malformed malformed : Malformed.values()) {
            String reply = reply(malformed.status(), malformed.reason(), false, 11, true);
            assertTrue(reply.matches("HTTP/1\\.1 \\d{3} [A-Z].*"), reply);
        }
    }

    @Test
    void shouldBeParsedAsOneResponseWhenReadBack() {
        byte[] wire = Wire.bytes(reply(502, "upstream_reset", false, 11, true));
        var findings = new ResponseReading().of(Method.GET, wire).read();
        assertEquals("502", findings.get("status"));
        assertEquals("502 upstream_reset\\n", findings.get("body"));
        assertEquals("", findings.get("rest"));
    }

    @Test
    void shouldWriteAllOrNothingWhenRoomIsShort() {
        hop.set(0, 10, false, Bytes.ascii("Strict-Transport-Security: max-age=1\r\n"));
        assertAllOrNothing(room -> ReplyWriter.write(405, "x", false, hop, out, 50, 50 + room));
    }

    @Test
    void shouldWriteAllOrNothingOfARedirectWhenRoomIsShort() {
        RequestReading read = read("GET /a?b HTTP/1.0\r\nHost: a.example\r\n\r\n");
        assertAllOrNothing(
                room ->
                        ReplyWriter.writeRedirect(
                                "x", read.head, read.target, 8443, hop, out, 50, 50 + room));
    }

    private void assertAllOrNothing(IntUnaryOperator writer) {
        int whole = writer.applyAsInt(1024);
        for (int room = 0; room <= whole + 1; room++) {
            out.setMemory(0, out.capacity(), (byte) '?');
            assertEquals(room < whole ? 0 : whole, writer.applyAsInt(room));
            assertEquals('?', out.getByte(49));
            assertEquals('?', out.getByte(50 + room));
        }
    }
}
