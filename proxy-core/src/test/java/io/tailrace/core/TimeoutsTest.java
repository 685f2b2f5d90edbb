package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is too slow on either side, and what the client sees. */
final class TimeoutsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";

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
    void shouldReply504WhenConnectsTimeOut() {
        rig.pods = CoreRig.Pods.PENDING;
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pass(Duration.ofSeconds(10));
        assertReply(504, "connect_timeout", client);
        assertTrue(rig.pod().isClosed());
    }

    @Test
    void shouldReply504WhenNoResponseComes() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pass(Duration.ofSeconds(59));
        assertEquals("", client.received());
        rig.pass(Duration.ofSeconds(2));
        assertReply(504, "response_head_timeout", client);
        assertTrue(rig.pod().isClosed());
        assertFalse(client.isClosed());
    }

    @Test
    void shouldTakeTrickleOfHeadForNoResponse() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 62; i++) {
            pod.sends("x");
            rig.pass(Duration.ofSeconds(1));
        }
        assertReply(504, "response_head_timeout", client);
    }

    @Test
    void shouldReply408WhenHeadTrickles() {
        ScriptedWire client = rig.connect();
        for (int i = 0; i < 12; i++) {
            client.sends("GET / HTTP/1.1\r\n".substring(i, i + 1));
            rig.pass(Duration.ofSeconds(1));
        }
        assertReply(408, "request_head_timeout", client);
        assertTrue(client.isOutputShut());
    }

    @Test
    void shouldCloseSilentlyWhenNothingCame() {
        ScriptedWire client = rig.connect();
        rig.pass(Duration.ofSeconds(11));
        assertTrue(client.isClosed());
        assertEquals("", client.received());
    }

    @Test
    void shouldCloseIdleConnectionsOfBothSidesInTime() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(OK);
        rig.turn();
        rig.pass(Duration.ofSeconds(29));
        assertFalse(pod.isClosed());
        rig.pass(Duration.ofSeconds(2));
        assertTrue(pod.isClosed());
        rig.pass(Duration.ofSeconds(43));
        assertFalse(client.isClosed());
        rig.pass(Duration.ofSeconds(2));
        assertTrue(client.isClosed());
    }

    @Test
    void shouldReply408WhenRequestBodyStalls() {
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 9\r\n\r\nhi");
        rig.turn();
        rig.pass(Duration.ofSeconds(61));
        assertReply(408, "request_body_timeout", client);
        assertTrue(rig.pod().isReset());
    }

    @Test
    void shouldResetClientThatTakesNothing() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        client.takes(0);
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200_000));
        rig.turn();
        rig.pass(Duration.ofSeconds(61));
        assertTrue(client.isReset());
        assertTrue(pod.isClosed());
        assertEquals(1, rig.reason(Fault.CLIENT_STALLED));
    }

    @Test
    void shouldResetClientThatTakesNothingWhateverItSends() {
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 9999\r\n\r\n");
        rig.turn();
        client.takes(0);
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200_000));
        for (int i = 0; i < 7; i++) {
            client.sends("y");
            rig.turn();
            rig.pass(Duration.ofSeconds(10));
        }
        assertTrue(client.isReset());
        assertEquals(1, rig.reason(Fault.CLIENT_STALLED));
    }

    @Test
    void shouldKeepClientThatTakesALittleNowAndThen() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        client.takes(0);
        rig.pod().sends("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200_000));
        for (int i = 0; i < 7; i++) {
            client.takes(10);
            rig.turn();
            rig.pass(Duration.ofSeconds(50));
        }
        assertFalse(client.isClosed());
        client.fails();
        rig.turn();
    }

    @Test
    void shouldGiveUpPodThatTakesNothingWhateverItSends() {
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 200000\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.takes(0);
        client.sends("y".repeat(200_000));
        rig.turn();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        for (int i = 0; i < 7; i++) {
            pod.sends("z");
            rig.turn();
            rig.pass(Duration.ofSeconds(10));
        }
        assertTrue(pod.isClosed());
        assertTrue(client.isReset());
    }

    @Test
    void shouldGiveAPodAllItsTimeForTheHeadOnceItHasTakenTheRequest() {
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 50000\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.takes(0);
        client.sends("y".repeat(50_000));
        rig.turn();
        pod.sends("HTTP/1.1 2");
        rig.turn();
        rig.pass(Duration.ofSeconds(55));
        pod.takes(Integer.MAX_VALUE);
        rig.turn();
        rig.pass(Duration.ofSeconds(20));
        pod.sends("00 OK\r\nContent-Length: 2\r\n\r\nhi");
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
    }
}
