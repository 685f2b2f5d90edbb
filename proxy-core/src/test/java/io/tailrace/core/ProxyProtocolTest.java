package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.handoff.CoreCommand;
import io.tailrace.core.handoff.Counter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that begin with a PROXY header, or should, or must not. */
final class ProxyProtocolTest {
    private static final String BALANCER = "10.0.0.9";
    private static final String STRANGER = "192.0.2.99";
    private static final String HEADER = "PROXY TCP4 198.51.100.7 203.0.113.1 56324 8443\r\n";
    private static final String GET =
            "GET / HTTP/1.1\r\nHost: foo.org\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n";

    private final CoreRig rig = CoreRig.withPods(1);

    @Test
    void shouldTellThePodTheClientOfTheHeader() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        client.sends(HEADER + GET);
        rig.turn();
        assertClient("198.51.100.7", "8443", rig.pod().received());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void shouldReadTheHeaderWhateverItsSegments(int segment) {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.OPTIONAL);
        client.segments(segment);
        client.sends(HEADER + GET);
        rig.turn();
        assertClient("198.51.100.7", "8443", rig.pod().received());
        assertEquals(1, rig.stats.get(Counter.DOWNSTREAM_OPEN));
    }

    @Test
    void shouldTrustForwardedFieldsWhenTheClientOfTheHeaderIsTrusted() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        client.sends("PROXY TCP4 10.1.1.1 203.0.113.1 56324 8443\r\n" + GET);
        rig.turn();
        String head = rig.pod().received();
        assertTrue(head.contains("\r\nX-Forwarded-For: 1.1.1.1, 10.1.1.1\r\n"), head);
    }

    @Test
    void shouldTrustNobodyWhenTheHeaderDoesNotKnowTheClient() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        client.sends("PROXY UNKNOWN\r\n" + GET);
        rig.turn();
        assertClient(BALANCER, "80", rig.pod().received());
    }

    @Test
    void shouldTakeWhatComesAsItIsWhenOptionalAndThereIsNoHeader() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.OPTIONAL);
        client.sends(GET);
        rig.turn();
        String head = rig.pod().received();
        assertTrue(head.contains("\r\nX-Forwarded-For: 1.1.1.1, 10.0.0.9\r\n"), head);
    }

    @Test
    void shouldServeAClientThatWaitsBeforeItSpeaksWhenOptional() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.OPTIONAL);
        rig.pass(Duration.ofSeconds(3));
        client.sends(GET);
        rig.turn();
        assertTrue(rig.pod().received().startsWith("GET / "));
    }

    @Test
    void shouldNotLookForAHeaderWhenOptionalAndThePeerIsNotTrusted() {
        ScriptedWire client = rig.connect(STRANGER, ProxyProtocol.OPTIONAL);
        client.sends(HEADER + GET);
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 400 "));
    }

    @Test
    void shouldCloseAtOnceWhenRequiredAndThePeerIsNotTrusted() {
        ScriptedWire client = rig.connect(STRANGER, ProxyProtocol.REQUIRED);
        assertRefused(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n",
                "PROXY TCP4 1.2.3.4\r\n",
                "PROXY tcp4 1.2.3.4 5.6.7.8 1 2\r\n"
            })
    void shouldCloseWhenRequiredAndTheHeaderIsMissingOrMalformed(String bytes) {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        client.sends(bytes);
        rig.turn();
        assertRefused(client);
    }

    @Test
    void shouldCloseWhenTheHeaderIsLate() {
        ScriptedWire partial = rig.connect(BALANCER, ProxyProtocol.OPTIONAL);
        ScriptedWire silent = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        partial.sends("PROXY TCP4 ");
        rig.pass(Duration.ofSeconds(3));
        assertTrue(partial.isClosed());
        assertTrue(silent.isClosed());
        assertEquals(2, rig.stats.get(Counter.PROXY_HEADERS_REFUSED));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldCountAsNoRefusalWhenThePeerOnlyLooks() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        client.ends();
        rig.turn();
        assertTrue(client.isClosed());
        assertEquals(0, rig.stats.get(Counter.PROXY_HEADERS_REFUSED));
        assertEquals(0, rig.stats.get(Counter.DOWNSTREAM_OPEN));
    }

    @Test
    void shouldCloseWhenThePeerIsGoneWithinTheHeader() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        client.sends("PROXY TCP4");
        rig.turn();
        client.fails();
        rig.turn();
        assertRefused(client);
    }

    @Test
    void shouldCountConnectionsByTheClientOfTheHeader() {
        CoreRig limited =
                new CoreRig(
                        1 << 20,
                        new Limits(
                                8192,
                                32_768,
                                128,
                                8192,
                                256,
                                4096,
                                Long.MAX_VALUE,
                                Integer.MAX_VALUE,
                                1,
                                Integer.MAX_VALUE));
        ScriptedWire[] clients = new ScriptedWire[3];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = limited.connect(BALANCER, ProxyProtocol.REQUIRED);
            clients[i].sends(
                    "PROXY TCP6 2001:db8:0:"
                            + (i == 2 ? 2 : 1)
                            + "::"
                            + (i + 1)
                            + " 2001:db8::1 5 6\r\n");
        }
        limited.turn();
        assertFalse(clients[0].isClosed());
        assertTrue(clients[1].isClosed(), "the same /64");
        assertFalse(clients[2].isClosed());
        assertEquals(2, limited.stats.get(Counter.DOWNSTREAM_OPEN));
    }

    @Test
    void shouldCloseThoseWhoseHeaderIsAwaitedWhenDraining() {
        ScriptedWire client = rig.connect(BALANCER, ProxyProtocol.REQUIRED);
        client.sends("PROXY ");
        rig.turn();
        rig.mailbox.send(CoreCommand.DRAIN);
        rig.turn();
        assertTrue(client.isClosed());
        assertEquals(0, rig.stats.get(Counter.DOWNSTREAM_OPEN));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    private void assertRefused(ScriptedWire client) {
        assertTrue(client.isClosed());
        assertEquals("", client.received());
        assertEquals(1, rig.stats.get(Counter.PROXY_HEADERS_REFUSED));
        assertEquals(0, rig.stats.get(Counter.DOWNSTREAM_OPEN));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    /** Who the pod is told, and that the client's own word did not count. */
    private static void assertClient(String address, String port, String head) {
        assertTrue(head.contains("\r\nX-Forwarded-For: " + address + "\r\n"), head);
        assertTrue(head.contains("\r\nX-Real-IP: " + address + "\r\n"), head);
        assertTrue(head.contains("\r\nX-Forwarded-Port: " + port + "\r\n"), head);
    }
}
