package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.exchange.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Upgraded connections (RFC 9110 7.8). */
final class TunnelTest {
    private static final String UPGRADE =
            "GET /chat HTTP/1.1\r\n"
                    + "Host: foo.org\r\n"
                    + "Connection: Upgrade\r\n"
                    + "Upgrade: websocket\r\n\r\n";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\n"
                    + "Connection: Upgrade\r\n"
                    + "Upgrade: websocket\r\n\r\n";

    private final CoreRig rig = CoreRig.withPods(1);
    private final ScriptedWire client = rig.connect();

    private ScriptedWire open(String early, String behind) {
        client.sends(UPGRADE + early);
        rig.turn();
        ScriptedWire pod = rig.pod();
        String request = pod.received();
        assertTrue(request.endsWith("\r\n\r\n"), request);
        assertTrue(request.contains("\r\nUpgrade: websocket\r\n"), request);
        pod.sends(SWITCHED + behind);
        rig.turn();
        String response = client.received();
        assertTrue(response.startsWith("HTTP/1.1 101 "), response);
        assertTrue(response.contains("\r\nUpgrade: websocket\r\n"), response);
        assertEquals(behind, response.substring(response.indexOf("\r\n\r\n") + 4));
        assertEquals(early, pod.received());
        return pod;
    }

    @Test
    void shouldCarryBytesBothWays() {
        ScriptedWire pod = open("", "");
        client.sends("ping");
        rig.turn();
        assertEquals("ping", pod.received());
        pod.sends("pong");
        rig.turn();
        assertEquals("pong", client.received());
    }

    @Test
    void shouldKeepEarlyBytesForTheTunnel() {
        open("GET /smuggled HTTP/1.1\r\n\r\n", "hello");
    }

    @Test
    void shouldPassHalfCloseOnAndEndWithTheOtherHalf() {
        ScriptedWire pod = open("", "");
        client.ends();
        rig.turn();
        assertTrue(pod.isOutputShut());
        pod.sends("last words");
        rig.turn();
        assertEquals("last words", client.received());
        pod.ends();
        rig.turn();
        assertTrue(client.isClosed());
        assertFalse(client.isReset());
        assertTrue(pod.isClosed());
    }

    @Test
    void shouldEndWhenPodEnds() {
        ScriptedWire pod = open("", "bye");
        pod.ends();
        rig.turn();
        assertTrue(client.isOutputShut());
        assertTrue(pod.isClosed());
        rig.pass(Duration.ofSeconds(2));
        assertTrue(client.isClosed());
    }

    @Test
    void shouldHoldBackWhoeverIsFaster() {
        ScriptedWire pod = open("", "");
        client.takes(0);
        pod.sends(new byte[1 << 20]);
        rig.turn();
        assertTrue(pod.unread() > 900_000);
        client.takes(Integer.MAX_VALUE);
        rig.turn();
        assertEquals(1 << 20, client.discardReceived());
        pod.takes(0);
        client.sends(new byte[1 << 20]);
        rig.turn();
        assertTrue(client.unread() > 900_000);
        pod.takes(Integer.MAX_VALUE);
        rig.turn();
        assertEquals(1 << 20, pod.discardReceived());
    }

    @Test
    void shouldEndAfterAnHourWithoutBytesEitherWay() {
        ScriptedWire pod = open("", "");
        rig.pass(Duration.ofMinutes(59));
        client.sends("still here");
        rig.pass(Duration.ofMinutes(59));
        pod.sends("so am I");
        rig.pass(Duration.ofMinutes(59));
        assertFalse(client.isClosed());
        rig.pass(Duration.ofMinutes(2));
        assertTrue(client.isClosed());
        assertTrue(pod.isClosed());
        assertEquals(1, rig.reason(Fault.TUNNEL_IDLE));
    }

    @Test
    void shouldAnswerOrdinaryResponseWithoutTunnel() {
        client.sends(UPGRADE);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.received();
        pod.sends("HTTP/1.1 200 OK\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 "));
        client.sends("GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        assertTrue(pod.received().startsWith("GET / "));
    }

    @Test
    void shouldReply502WhenPodSwitchesUnasked() {
        client.sends("GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        rig.pod().sends(SWITCHED);
        rig.turn();
        assertTrue(client.received().contains("\r\nX-Tailrace-Reason: upstream_malformed\r\n"));
    }

    @Test
    void shouldReply502WhenPodSwitchesToSomethingElse() {
        client.sends(UPGRADE);
        rig.turn();
        rig.pod()
                .sends(
                        "HTTP/1.1 101 Switching Protocols\r\n"
                                + "Connection: Upgrade\r\n"
                                + "Upgrade: h2c\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 502 "));
    }
}
