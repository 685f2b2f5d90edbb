package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.handoff.Counter;
import org.junit.jupiter.api.Test;

/** Requests and responses through all the rooms of a core. */
final class ForwardingTest {
    private static final String GET = "GET /a?q=1 HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final CoreRig rig = CoreRig.withPods(1);

    private static void assertBody(String expectedStatusLine, String expectedBody, String message) {
        assertTrue(message.startsWith(expectedStatusLine + "\r\n"), message);
        assertEquals(expectedBody, message.substring(message.indexOf("\r\n\r\n") + 4), message);
    }

    @Test
    void shouldForwardRequestAndResponse() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        String request = pod.received();
        assertTrue(request.startsWith("GET /a?q=1 HTTP/1.1\r\nHost: foo.org\r\n"), request);
        assertTrue(request.contains("\r\nX-Forwarded-For: 192.0.2.7\r\n"), request);
        assertTrue(request.contains("\r\nX-Forwarded-Proto: http\r\n"), request);
        assertTrue(request.endsWith("\r\n\r\n"), request);

        pod.sends(OK);
        rig.turn();
        String response = client.received();
        assertBody("HTTP/1.1 200 OK", "hi", response);
        assertTrue(response.contains("\r\nServer: tailrace\r\n"), response);
        assertFalse(client.isClosed());
        assertEquals(1, rig.stats.get(Counter.RESPONSES_2XX));
        assertEquals(0, rig.stats.get(Counter.EXCHANGES_OPEN));
    }

    @Test
    void shouldReuseBothConnectionsWhenExchangeEndedInOrder() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        for (int i = 0; i < 5; i++) {
            assertTrue(pod.received().startsWith("GET /a?q=1 "));
            pod.sends(OK);
            rig.turn();
            assertBody("HTTP/1.1 200 OK", "hi", client.received());
            client.sends(GET);
            rig.turn();
        }
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldForwardWhateverTheSegmentsAre() {
        ScriptedWire client = rig.connect();
        client.segments(1);
        client.sends("POST /a HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 5\r\n\r\nhello");
        rig.turn();
        ScriptedWire pod = rig.pod();
        assertTrue(pod.received().endsWith("\r\n\r\nhello"));
        pod.segments(1);
        pod.sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nworld\r\n0\r\n\r\n");
        rig.turn();
        assertBody("HTTP/1.1 200 OK", "5\r\nworld\r\n0\r\n\r\n", client.received());
        assertFalse(client.isClosed());
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() {
        ScriptedWire client = rig.connect();
        client.sends(
                "GET /1 HTTP/1.1\r\nHost: foo.org\r\n\r\n"
                        + "GET /none HTTP/1.1\r\nHost: other.org\r\n\r\n"
                        + "GET /2 HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        assertTrue(pod.received().startsWith("GET /1 "));
        assertEquals("", client.received());
        pod.sends(OK);
        rig.turn();
        String both = client.received();
        assertTrue(both.startsWith("HTTP/1.1 200 OK\r\n"), both);
        assertTrue(both.contains("hiHTTP/1.1 404 "), both);
        assertTrue(both.contains("\r\nX-Tailrace-Reason: no_route\r\n"), both);
        assertTrue(pod.received().startsWith("GET /2 "));
        pod.sends(OK);
        rig.turn();
        assertBody("HTTP/1.1 200 OK", "hi", client.received());
    }

    @Test
    void shouldAnswerThousandPipelinedRequestsWithoutRoute() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000));
        rig.turn();
        assertEquals(1000, client.received().split("HTTP/1.1 404 ", -1).length - 1);
        assertEquals(1000, rig.stats.get(Counter.RESPONSES_4XX));
        assertFalse(client.isClosed());
    }

    @Test
    void shouldSendNoBodyForHead204And304() {
        ScriptedWire client = rig.connect();
        client.sends("HEAD / HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        for (String head :
                new String[] {
                    "HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n",
                    "HTTP/1.1 204 No Content\r\n\r\n",
                    "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"
                }) {
            pod.received();
            pod.sends(head);
            rig.turn();
            assertBody(head.substring(0, head.indexOf("\r\n")), "", client.received());
            client.sends(GET);
            rig.turn();
        }
        assertTrue(rig.dialled.isEmpty(), "connection was not reused");
    }

    @Test
    void shouldFrameCloseDelimitedResponseAnew() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.0 200 OK\r\n\r\nsome ");
        rig.turn();
        pod.sends("more than sixteen bytes");
        rig.turn();
        pod.ends();
        rig.turn();
        assertBody(
                "HTTP/1.1 200 OK",
                "5\r\nsome \r\n17\r\nmore than sixteen bytes\r\n0\r\n\r\n",
                client.received());
        assertFalse(client.isClosed());
        assertTrue(pod.isClosed());
    }

    @Test
    void shouldNotSendChunksToHttp10Client() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.0\r\nHost: foo.org\r\nConnection: keep-alive\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nworld\r\n");
        rig.turn();
        pod.sends("1\r\n!\r\n0\r\n\r\n");
        rig.turn();
        String response = client.received();
        assertBody("HTTP/1.1 200 OK", "world!", response);
        assertFalse(response.contains("chunked"), response);
        assertTrue(client.isClosed());
        assertFalse(client.isReset());
    }

    @Test
    void shouldSendTheHeadToHttp10ClientWhenTheChunkedBodyIsEmpty() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.0\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        rig.pod().sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        rig.turn();
        String received = client.received();
        assertTrue(received.startsWith("HTTP/1.1 200 OK\r\n"), received);
        assertTrue(received.endsWith("\r\n\r\n"), received);
        assertTrue(client.isClosed());
    }

    @Test
    void shouldSendItsOwnHeadToHttp10ClientWhenOthersAreAnsweredBeforeItsFirstBodyByte() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.0\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 Mine\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n");
        rig.turn();
        ScriptedWire other = rig.connect();
        other.sends("GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        rig.pod().sends("HTTP/1.1 200 Theirs\r\nContent-Length: 0\r\n\r\n");
        rig.turn();
        pod.sends("hi\r\n0\r\n\r\n");
        rig.turn();
        assertTrue(other.received().startsWith("HTTP/1.1 200 Theirs\r\n"));
        String received = client.received();
        assertTrue(received.startsWith("HTTP/1.1 200 Mine\r\n"), received);
        assertTrue(received.endsWith("\r\n\r\nhi"), received);
    }

    @Test
    void shouldKeepHttp10ConnectionWhenAskedTo() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.0\r\nHost: foo.org\r\nConnection: keep-alive\r\n\r\n");
        rig.turn();
        rig.pod().sends(OK);
        rig.turn();
        assertTrue(client.received().contains("\r\nConnection: keep-alive\r\n"));
        assertFalse(client.isClosed());
        client.sends("GET / HTTP/1.0\r\nHost: other.org\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 404 "));
        assertTrue(client.isClosed());
    }

    @Test
    void shouldRelayInterimResponse() {
        ScriptedWire client = rig.connect();
        client.sends(
                "POST / HTTP/1.1\r\n"
                        + "Host: foo.org\r\n"
                        + "Expect: 100-continue\r\n"
                        + "Content-Length: 3\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        assertTrue(pod.received().contains("\r\nExpect: 100-continue\r\n"));
        pod.sends("HTTP/1.1 100 Continue\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 100 Continue\r\n"));
        client.sends("abc");
        rig.turn();
        assertEquals("abc", pod.received());
        pod.sends(OK);
        rig.turn();
        assertBody("HTTP/1.1 200 OK", "hi", client.received());
        assertFalse(client.isClosed());
    }

    @Test
    void shouldCloseAfterResponseWhenClientAsks() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.1\r\nHost: foo.org\r\nConnection: close\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().contains("\r\nConnection: close\r\n"));
        assertTrue(client.isClosed());
        assertFalse(pod.isClosed());
    }

    @Test
    void shouldServeRequestBeforeClientsEnd() {
        ScriptedWire client = rig.connect();
        client.sends(GET + GET);
        client.ends();
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(OK);
        rig.turn();
        assertBody("HTTP/1.1 200 OK", "hi", client.received());
        pod.sends(OK);
        rig.turn();
        assertBody("HTTP/1.1 200 OK", "hi", client.received());
        assertTrue(client.isClosed());
        assertFalse(client.isReset());
    }

    @Test
    void shouldSendLargeHeadsAndBodiesUnchanged() {
        String cookie = "c=" + "x".repeat(20_000);
        String body = "0123456789abcdef".repeat(20_000);
        ScriptedWire client = rig.connect();
        client.sends(
                "POST / HTTP/1.1\r\nHost: foo.org\r\nCookie: "
                        + cookie
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
        rig.turn();
        ScriptedWire pod = rig.pod();
        String request = pod.received();
        assertTrue(request.contains("\r\nCookie: " + cookie + "\r\n"));
        assertEquals(body, request.substring(request.indexOf("\r\n\r\n") + 4));
        pod.sends(
                "HTTP/1.1 200 OK\r\nSet-Cookie: "
                        + cookie
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
        rig.turn();
        String response = client.received();
        assertTrue(response.contains("\r\nSet-Cookie: " + cookie + "\r\n"));
        assertBody("HTTP/1.1 200 OK", body, response);
    }
}
