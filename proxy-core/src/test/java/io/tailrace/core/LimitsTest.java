package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a core refuses to take, and whom it closes to have room. */
final class LimitsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final int NONE = Integer.MAX_VALUE;

    private static CoreRig rig(Limits limits) {
        CoreRig rig = new CoreRig(ProxySettings.DEFAULT_BUFFER_BYTES, limits);
        rig.publish(CoreRig.endpoints(1));
        return rig;
    }

    @Test
    void shouldReply413AndCloseWhenBodyIsTooLong() {
        CoreRig rig = rig(new Limits(8192, 32_768, 128, 64, 8, 20, 100, NONE, NONE, NONE));
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 101\r\n\r\nx");
        rig.turn();
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 413 "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: body_too_large\r\n"), reply);
        assertTrue(reply.contains("\r\nConnection: close\r\n"), reply);
        assertTrue(client.isOutputShut());
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldReply413WhenChunkedBodyGrowsTooLong() {
        CoreRig rig = rig(new Limits(8192, 32_768, 128, 64, 8, 20, 100, NONE, NONE, NONE));
        ScriptedWire client = rig.connect();
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 5; i++) {
            client.sends("14\r\n" + "x".repeat(20) + "\r\n");
            rig.turn();
            assertEquals("", client.received());
        }
        client.sends("1\r\nx\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 413 "));
        assertTrue(rig.pod().isReset());
    }

    /** The host is in it twice. */
    @Test
    void shouldReply431WhenTheHeadForPodsGrowsTooLong() {
        CoreRig rig = rig(new Limits(8192, 49_152, 128, 64, 8, 20, 100, NONE, NONE, NONE));
        rig.publish(
                new Rule("", "/", PathType.PREFIX, CoreRig.WEB, "shop/web"), CoreRig.endpoints(1));
        ScriptedWire client = rig.connect();
        client.sends("GET / HTTP/1.1\r\nHost: " + "x".repeat(40_000) + "\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 431 "));
        assertEquals(0, rig.core.takenBufferBytes());
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldReply503WhenEndpointsAreBusy() {
        CoreRig rig = rig(new Limits(8192, 32_768, 128, 64, 8, 20, 100, NONE, NONE, 2));
        ScriptedWire[] clients = new ScriptedWire[3];
        for (int i = 0; i < 3; i++) {
            clients[i] = rig.connect();
            clients[i].sends(GET);
            rig.turn();
        }
        assertTrue(clients[2].received().contains("\r\nX-Tailrace-Reason: endpoints_busy\r\n"));
        assertEquals(1, rig.reason(Fault.ENDPOINTS_BUSY));
        rig.pod().sends(OK);
        rig.turn();
        clients[2].sends(GET);
        rig.turn();
        assertEquals("", clients[2].received());
    }

    @Test
    void shouldCloseLongestIdleWhenNineTenthsAreOpen() {
        CoreRig rig = rig(new Limits(8192, 32_768, 128, 64, 8, 20, 100, 10, NONE, NONE));
        ScriptedWire busy = rig.connect();
        busy.sends(GET);
        rig.turn();
        ScriptedWire[] idle = new ScriptedWire[8];
        for (int i = 0; i < idle.length; i++) {
            idle[i] = rig.connect();
        }
        idle[0].sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        rig.turn();
        ScriptedWire last = rig.connect();
        rig.turn();
        assertFalse(idle[1].isClosed(), "its first request may be on the way");
        last.ends();
        rig.pass(Duration.ofSeconds(2));
        last = rig.connect();
        rig.turn();
        assertTrue(idle[1].isClosed(), "the longest idle one");
        assertFalse(idle[0].isClosed(), "it was busy since");
        assertFalse(busy.isClosed());
        assertFalse(last.isClosed());
        assertFalse(idle[2].isClosed());
    }

    @Test
    void shouldRefuseTrailersAndChunkExtensionsOverTheirLimits() {
        String head = "POST / HTTP/1.1\r\nHost: foo.org\r\nTransfer-Encoding: chunked\r\n\r\n";
        Map<String, String> faults =
                Map.of(
                        "1;a=345678\r\nx\r\n",
                        "400 chunk_extension_too_long",
                        "1;a=3\r\nx\r\n".repeat(6),
                        "400 chunk_extension_too_long",
                        "0\r\nA: " + "x".repeat(64),
                        "431 trailer_too_large");
        faults.forEach(
                (body, fault) -> {
                    CoreRig rig =
                            rig(new Limits(8192, 32_768, 128, 64, 8, 20, 100, 10, NONE, NONE));
                    ScriptedWire client = rig.connect();
                    client.sends(head);
                    rig.turn();
                    client.sends(body);
                    rig.turn();
                    String reply = client.received();
                    assertTrue(reply.startsWith("HTTP/1.1 " + fault.substring(0, 3)), reply);
                    assertTrue(reply.contains("X-Tailrace-Reason: " + fault.substring(4)), reply);
                });
    }

    @Test
    void shouldReply503AndHoldAcceptingWhenNoDescriptorIsLeft() {
        CoreRig rig = rig(Limits.defaults());
        rig.pods = CoreRig.Pods.EXHAUSTED;
        rig.sockets = 1;
        ScriptedWire served = rig.connect();
        ScriptedWire refused = rig.connect();
        served.sends(GET);
        rig.turn();
        refused.sends(GET);
        rig.turn();
        String reply = refused.received();
        assertTrue(reply.startsWith("HTTP/1.1 503 "), reply);
        assertTrue(reply.contains("X-Tailrace-Reason: no_descriptors\r\n"), reply);
        assertTrue(rig.count.isHeld(rig.clock.nanoTime()));

        ScriptedWire pod = rig.pod();
        pod.sends(OK);
        rig.pass(Duration.ofMillis(500));
        assertFalse(rig.count.isHeld(rig.clock.nanoTime()));
        refused.sends(GET);
        rig.turn();
        pod.sends(OK);
        rig.turn();
        assertTrue(refused.received().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldGiveUpAnIdleConnectionToAPodWhenNoDescriptorIsLeft() {
        CoreRig rig = rig(Limits.defaults());
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire idle = rig.pod();
        idle.sends(OK);
        rig.pass(Duration.ofSeconds(2));
        rig.pods = CoreRig.Pods.EXHAUSTED;
        rig.sockets = 1;
        client.discardReceived();

        // A POST takes no connection that has been idle for so long.
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 0\r\n\r\n");
        rig.turn();
        assertTrue(client.received().contains("X-Tailrace-Reason: no_descriptors\r\n"));
        assertTrue(idle.isClosed());
        client.sends(GET);
        rig.turn();
        assertTrue(rig.pod().received().startsWith("GET / "));
    }
}
