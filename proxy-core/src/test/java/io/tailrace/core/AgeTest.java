package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.config.Timeouts;
import io.tailrace.core.exchange.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Exchanges and connections that may live so long and no longer. */
final class AgeTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: foo.org\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static CoreRig rig(Duration exchange, Duration connectionAge) {
        Timeouts d = Timeouts.defaults();
        Timeouts timeouts =
                new Timeouts(
                        d.proxyHeader(),
                        d.tlsHandshake(),
                        d.requestHead(),
                        d.requestBodyGap(),
                        d.idle(),
                        d.connect(),
                        d.upstreamIdle(),
                        d.responseHead(),
                        d.responseBodyGap(),
                        d.writeStall(),
                        d.tunnelIdle(),
                        exchange,
                        connectionAge,
                        d.linger());
        CoreRig rig = new CoreRig(ProxySettings.DEFAULT_BUFFER_BYTES, Limits.defaults(), timeouts);
        rig.publish(CoreRig.endpoints(1));
        return rig;
    }

    @Test
    void shouldReply504WhenTheExchangeIsLate() {
        CoreRig rig = rig(Duration.ofSeconds(3), Duration.ZERO);
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pass(Duration.ofSeconds(2));
        assertEquals("", client.received());
        rig.pass(Duration.ofSeconds(2));
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 504 "), reply);
        assertTrue(reply.contains("X-Tailrace-Reason: exchange_timeout\r\n"), reply);
        assertTrue(rig.pod().isClosed());
        assertFalse(client.isClosed());
        assertEquals(1, rig.reason(Fault.EXCHANGE_TIMEOUT));
    }

    @Test
    void shouldCutWhenTheExchangeIsLateInItsResponse() {
        CoreRig rig = rig(Duration.ofSeconds(3), Duration.ZERO);
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pod().sends(OK.substring(0, OK.length() - 1));
        rig.pass(Duration.ofSeconds(4));
        assertTrue(client.isReset());
    }

    @Test
    void shouldLetExchangesBeWhenTheyEndInTimeOrAreTunnels() {
        CoreRig rig = rig(Duration.ofSeconds(3), Duration.ZERO);
        ScriptedWire client = rig.connect();
        for (int i = 0; i < 3; i++) {
            client.sends(GET);
            rig.turn();
            ScriptedWire pod = rig.dialled.getFirst();
            pod.sends(OK);
            rig.pass(Duration.ofSeconds(2));
            assertTrue(client.received().endsWith("ok"));
        }
        client.sends(UPGRADE);
        rig.turn();
        ScriptedWire pod = rig.dialled.getLast();
        pod.sends("HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
        rig.pass(Duration.ofSeconds(10));
        assertFalse(client.isClosed());
        assertEquals(0, rig.reason(Fault.EXCHANGE_TIMEOUT));
    }

    @Test
    void shouldCloseWithTheNextResponseWhenTheConnectionIsOldEnough() {
        CoreRig rig = rig(Duration.ZERO, Duration.ofSeconds(20));
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(OK);
        rig.pass(Duration.ofSeconds(17));
        assertFalse(client.received().contains("Connection: close"));
        client.sends(GET);
        rig.turn();
        pod.sends(OK);
        rig.turn();
        assertFalse(client.received().contains("Connection: close"), "18 s at the least");
        rig.pass(Duration.ofSeconds(5));
        client.sends(GET);
        rig.turn();
        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().contains("Connection: close"), "22 s at the most");
        assertTrue(client.isClosed());
    }
}
