package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on either side, and what the client sees. */
final class FaultsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";

    private static final String POST =
            "POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 2\r\n\r\nhi";
    private static final String CHUNKED =
            "POST / HTTP/1.1\r\nHost: foo.org\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String CHUNKED_OK =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final CoreRig rig = CoreRig.withPods(3);

    private static void assertReply(int status, String reason, ScriptedWire client) {
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 " + status + " "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: " + reason + "\r\n"), reply);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, rig.stats.get(Counter.HANDLER_FAILURES));
        assertEquals(0, rig.stats.get(Counter.EXCHANGES_OPEN));
    }

    @Test
    void shouldReply404WhenNoRuleMatches() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.1\r\nHost: other.org\r\n\r\n");
        rig.turn();
        assertReply(404, "no_route", client);
        assertFalse(client.isClosed());
        assertEquals(1, rig.reason(Fault.NO_ROUTE));
    }

    @Test
    void shouldReply503WhenThereIsNoEndpoint() {
        rig.publish(List.of());
        ScriptedWire client = rig.connect();
        client.sends(POST);
        rig.turn();
        assertReply(503, "no_endpoints", client);
        assertFalse(client.isClosed());
    }

    @Test
    void shouldTryOtherEndpointsThenReply502WhenAllRefuse() {
        rig.pods = CoreRig.Pods.REFUSE;
        ScriptedWire client = rig.connect();
        client.sends(POST);
        rig.turn();
        assertReply(502, "connect_refused", client);
        assertFalse(client.isClosed());
        assertEquals(3, rig.dialled.stream().map(ScriptedWire::address).distinct().count());
        assertEquals(2, rig.stats.get(Counter.RETRIES));
    }

    @Test
    void shouldSucceedOnOtherEndpointWhenOneRefuses() {
        rig.pods = CoreRig.Pods.PENDING;
        ScriptedWire client = rig.connect();
        client.sends(POST);
        rig.turn();
        ScriptedWire first = rig.pod();
        first.refuses();
        rig.turn();
        ScriptedWire second = rig.pod();
        assertNotEquals(first.address(), second.address());
        second.accepts();
        rig.turn();
        assertTrue(second.received().endsWith("\r\n\r\nhi"));
        second.sends(OK);
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 OK\r\n"));
    }

    @Test
    void shouldRetryIdempotentRequestWhenPodClosesBeforeResponse() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire first = rig.pod();
        first.ends();
        rig.turn();
        ScriptedWire second = rig.pod();
        assertNotEquals(first.address(), second.address());
        assertTrue(second.received().startsWith("GET / "));
        second.sends(OK);
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 OK\r\n"));
    }

    @Test
    void shouldNeverSendPostTwice() {
        ScriptedWire client = rig.connect();
        client.sends(POST);
        rig.turn();
        rig.pod().fails();
        rig.turn();
        assertReply(502, "upstream_reset", client);
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldReply502WhenPodSendsGarbage() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pod().sends("SSH-2.0-OpenSSH\r\n\r\n");
        rig.turn();
        assertReply(502, "upstream_malformed", client);
    }

    @Test
    void shouldReply502WhenPodClosesInsideHead() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 O");
        pod.ends();
        rig.turn();
        assertReply(502, "upstream_cut_in_head", client);
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldResetClientWhenPodClosesInsideBody() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi");
        rig.turn();
        pod.ends();
        rig.turn();
        assertTrue(client.isReset());
        assertEquals(1, rig.stats.get(Counter.CUTS));
        assertEquals(1, rig.reason(Fault.UPSTREAM_CUT_IN_BODY));
    }

    @Test
    void shouldResetClientWhenChunkIsMalformed() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(CHUNKED_OK + "2\r\nhi\r\n");
        rig.turn();
        pod.sends("zz\r\n");
        rig.turn();
        assertTrue(client.isReset());
        assertEquals(1, rig.reason(Fault.UPSTREAM_MALFORMED));
    }

    @Test
    void shouldReply502WhenChunkIsMalformedAndNothingWasSentYet() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pod().sends(CHUNKED_OK + "zz\r\n");
        rig.turn();
        assertReply(502, "upstream_malformed", client);
        assertFalse(client.isClosed());
        assertEquals(1, rig.reason(Fault.UPSTREAM_MALFORMED));
    }

    @Test
    void shouldCancelPodWhenClientIsReset() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        client.fails();
        rig.turn();
        assertTrue(rig.pod().isClosed());
        assertTrue(client.isClosed());
        assertEquals(1, rig.reason(Fault.CLIENT_GONE));
    }

    @Test
    void shouldCancelPodWhenClientEndsInsideRequest() {
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 9\r\n\r\nhi");
        rig.turn();
        client.ends();
        rig.turn();
        assertTrue(rig.pod().isClosed());
        assertTrue(client.isClosed());
    }

    @Test
    void shouldCancelPodWhenClientEndsInsideTrailers() {
        ScriptedWire client = rig.connect();
        client.sends(CHUNKED + "0\r\nA: ");
        rig.turn();
        client.ends();
        rig.turn();
        assertTrue(rig.pod().isClosed());
        assertTrue(client.isClosed());
        assertEquals(1, rig.reason(Fault.CLIENT_GONE));
    }

    @Test
    void shouldCancelPodWhenClientEndedInsideTrailersBeforeThePodWasThere() {
        rig.pods = CoreRig.Pods.PENDING;
        ScriptedWire client = rig.connect();
        client.sends(CHUNKED + "2\r\nhi\r\n0\r\n\r");
        client.ends();
        rig.turn();
        assertFalse(client.isClosed());
        ScriptedWire pod = rig.pod();
        pod.accepts();
        rig.turn();
        assertTrue(pod.isClosed());
        assertTrue(client.isClosed());
        assertEquals(1, rig.reason(Fault.CLIENT_GONE));
    }

    @Test
    void shouldReply400AndLingerWhenRequestIsMalformed() {
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.1\r\nHost : foo.org\r\n\r\nGET /smuggled HTTP/1.1\r\n");
        rig.turn();
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        assertTrue(reply.contains("\r\nConnection: close\r\n"), reply);
        assertEquals(1, reply.split("HTTP/1.1", -1).length - 1, reply);
        assertTrue(client.isOutputShut());
        assertFalse(client.isClosed());
        client.sends("more that nobody reads");
        rig.turn();
        assertEquals(0, client.unread());
        rig.pass(Duration.ofSeconds(2));
        assertTrue(client.isClosed());
        assertFalse(client.isReset());
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldReply400WhenChunkOfRequestIsMalformed() {
        ScriptedWire client = rig.connect();
        client.sends(CHUNKED);
        rig.turn();
        ScriptedWire pod = rig.pod();
        client.sends("5\r\nhelloX");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 400 "));
        assertTrue(pod.isReset());
        assertTrue(client.isOutputShut());
    }

    @Test
    void shouldHoldBackThePodWhileTheClientDoesNotTakeInterimHeads() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        client.takes(0);
        String interim = "HTTP/1.1 103 Early Hints\r\nA: " + "x".repeat(50_000) + "\r\n\r\n";
        ScriptedWire pod = rig.pod();
        pod.sends(interim + interim + OK);
        rig.turn();
        client.takes(Integer.MAX_VALUE);
        rig.turn();
        String got = client.received();
        assertTrue(got.endsWith("\r\n\r\nhi"));
        assertEquals(3, got.split("HTTP/1.1 ", -1).length - 1);
    }

    @Test
    void shouldNotReuseConnectionWithBytesBehindTheResponse() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(OK + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
        assertTrue(pod.isClosed());
    }

    @Test
    void shouldCloseIdleConnectionThatSpeaksUnasked() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(OK);
        rig.turn();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        rig.turn();
        assertTrue(pod.isClosed());
        client.received();
        client.sends(GET);
        rig.turn();
        assertEquals("", client.received());
        rig.pod().sends(OK);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
    }

    @Test
    void shouldDrainWhenResponseEndsBeforeRequest() {
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 900000\r\n\r\nhi");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 413 "));
        assertTrue(pod.isClosed());
        assertTrue(client.isOutputShut());
        client.sends("x".repeat(1000));
        rig.turn();
        assertEquals(0, client.unread());
        client.ends();
        rig.turn();
        assertTrue(client.isClosed());
    }

    @Test
    void shouldDeliverResponseOfPodThatStopsReading() {
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 900000\r\n\r\nhi");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        pod.failsWrites();
        client.sends("x".repeat(1000));
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 413 "));
        assertTrue(client.isOutputShut());
    }

    @Test
    void shouldSendPostOnlyOnConnectionThatWasUsedJustNow() {
        CoreRig one = CoreRig.withPods(1);
        ScriptedWire client = one.connect();
        client.sends(GET);
        one.turn();
        ScriptedWire first = one.pod();
        first.sends(OK);
        one.turn();
        client.sends(POST);
        one.turn();
        assertTrue(first.received().endsWith("\r\n\r\nhi"));
        first.sends(OK);
        one.turn();
        one.pass(Duration.ofSeconds(2));
        client.sends(POST);
        one.turn();
        assertEquals("", first.received());
        assertTrue(one.pod().received().endsWith("\r\n\r\nhi"));
    }
}
