package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections over TLS to pods, after the handshake. */
@ParameterizedClass
@EnumSource(TlsSettings.Provider.class)
final class PodTlsConnectionTest extends PodTlsRig {
    PodTlsConnectionTest(TlsSettings.Provider provider) {
        super(provider);
    }

    @Test
    void shouldCutWhenARecordIsForged() throws SSLException {
        TlsClient pod = open(FOO, POST);
        byte[] sealed = pod.seal(OK.getBytes(StandardCharsets.ISO_8859_1));
        sealed[sealed.length - 1] ^= 1;
        pod.wire.sends(sealed);
        rig.turn();
        assertReply(502, Fault.UPSTREAM_TLS_BROKEN);
    }

    @Test
    void shouldCloseWhenThePodWantsToRenegotiate() throws SSLException {
        TlsClient pod = open(FOO, GET, "TLSv1.2");
        answer(pod);
        pod.engine.beginHandshake();
        pod.send("");
        rig.turn();
        assertTrue(pod.wire.isClosed());
    }

    // ---- bodies

    @Test
    void shouldRelayLargeBodiesBothWaysUnderBackPressure() throws SSLException {
        String body = "0123456789abcdef".repeat(20_000);
        TlsClient pod =
                open(
                        FOO,
                        "POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body);
        StringBuilder got = new StringBuilder(pod.received());
        pod.wire.takes(1000);
        for (int i = 0; i < 100 && got.length() < body.length(); i++) {
            pod.wire.takes(10_000);
            rig.turn();
            got.append(pod.received());
        }
        assertTrue(got.toString().endsWith("\r\n\r\n" + body));
        pod.wire.takes(Integer.MAX_VALUE);
        client.takes(1000);
        pod.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        rig.turn();
        assertTrue(pod.wire.unread() > 0, "the pod is held back");
        client.takes(Integer.MAX_VALUE);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\n" + body));
        assertEquals(0, rig.core.takenBufferBytes());
        assertEquals(1, rig.stats.get(Counter.UPSTREAM_OPEN));
    }

    @Test
    void shouldTakeABodyForCompleteThatEndsWithCloseNotify() throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send("HTTP/1.1 200 OK\r\n\r\nto the end");
        pod.sendCloseNotify();
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\na\r\nto the end\r\n0\r\n\r\n"));
        assertFalse(client.isClosed());
    }

    @Test
    void shouldEndABodyUnderBackPressureWhenNothingFollowsTheCloseNotify() throws SSLException {
        String body = "0123456789abcdef".repeat(10_000);
        TlsClient pod = open(FOO, "GET / HTTP/1.0\r\nHost: foo.org\r\n\r\n");
        client.takes(1000);
        pod.send("HTTP/1.1 200 OK\r\n\r\n" + body);
        pod.sendCloseNotify();
        rig.turn();
        client.takes(Integer.MAX_VALUE);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\n" + body));
        assertTrue(client.isClosed());
        assertFalse(client.isReset());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldCutABodyThatEndsWithoutCloseNotify() throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send("HTTP/1.1 200 OK\r\n\r\nto the end");
        rig.turn();
        pod.wire.ends();
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\na\r\nto the end\r\n"));
        assertTrue(client.isReset());
        assertEquals(1, rig.reason(Fault.UPSTREAM_CUT_IN_BODY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotUseAConnectionAgainThatEndedWithTheAnswer(boolean closeNotify)
            throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send(OK);
        if (closeNotify) {
            pod.sendCloseNotify();
        }
        pod.wire.ends();
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
        assertTrue(pod.wire.isClosed());
        client.sends(GET);
        rig.turn();
        answer(pods.accept(rig, false).open());
    }

    @Test
    void shouldReply502WhenAHeadIsSoLongThatNoRecordFits() throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send("HTTP/1.1 200 OK\r\nA: " + "x".repeat(60_000));
        rig.turn();
        assertReply(502, Fault.UPSTREAM_MALFORMED);
    }

    @Test
    void shouldTakeALongHead() throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send("HTTP/1.1 200 OK\r\nA: " + "x".repeat(45_000) + "\r\nContent-Length: 0\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 OK\r\nA: xxx"));
    }

    @Test
    void shouldGoOnWithRecordsThatThereWasNoRoomFor() throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send("HTTP/1.1 200 OK\r\nA: " + "x".repeat(20_000));
        rig.turn();
        // The rest comes in one read, and nothing follows it.
        String body = "y".repeat(3 * 16_384 - 100);
        pod.send("\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\n" + body));
    }

    @Test
    void shouldTakeAnAnswerThatWaitsBehindAnInterimHeadWhenThePodHasSaidGoodbye()
            throws SSLException {
        TlsClient pod = open(FOO, GET);
        client.takes(0);
        pod.send("HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + OK);
        pod.sendCloseNotify();
        rig.turn();
        client.takes(Integer.MAX_VALUE);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
    }

    @Test
    void shouldReply502WhenAHeadIsCutByCloseNotify() throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send("HTTP/1.1 200 OK\r\nContent-");
        pod.sendCloseNotify();
        rig.turn();
        assertReply(502, Fault.UPSTREAM_CUT_IN_HEAD);
    }

    // ---- idle connections

    @Test
    void shouldKeepAnIdleConnectionWhenTlsSaysSomethingToItself() throws SSLException {
        TlsClient pod = open(FOO, GET, "TLSv1.3");
        answer(pod);
        // New keys (RFC 8446 4.6.3), to be answered with new ones.
        pod.engine.beginHandshake();
        pod.send("");
        rig.turn();
        assertFalse(pod.wire.isClosed());
        assertEquals(0, rig.core.takenBufferBytes());
        client.sends(GET);
        rig.turn();
        answer(pod);
        assertEquals(1, rig.stats.get(Counter.UPSTREAM_TLS_DONE));
        rig.pass(Duration.ofSeconds(31));
        assertTrue(pod.wire.isClosed());
    }

    @Test
    void shouldCloseAnIdleConnectionInTimeWhenItTookNewKeysSlowly() throws SSLException {
        TlsClient pod = open(FOO, GET, "TLSv1.3");
        answer(pod);
        pod.wire.takes(0);
        pod.engine.beginHandshake();
        pod.send("");
        rig.turn();
        pod.wire.takes(Integer.MAX_VALUE);
        rig.turn();
        assertEquals(0, rig.core.takenBufferBytes());
        rig.pass(Duration.ofSeconds(31));
        assertTrue(pod.wire.isClosed());
    }

    @Test
    void shouldCloseAnIdleConnectionWhenThePodSaysGoodbye() throws SSLException {
        TlsClient pod = open(FOO, GET);
        answer(pod);
        pod.sendCloseNotify();
        rig.turn();
        assertTrue(pod.wire.isClosed());
        assertEquals(0, rig.stats.get(Counter.UPSTREAM_OPEN));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCloseAnIdleConnectionWhenNobodyAskedForWhatItSays(boolean whole)
            throws SSLException {
        TlsClient pod = open(FOO, GET);
        answer(pod);
        byte[] sealed = pod.seal(OK.getBytes(StandardCharsets.ISO_8859_1));
        pod.wire.sends(Arrays.copyOf(sealed, whole ? sealed.length : 7));
        rig.turn();
        assertTrue(pod.wire.isClosed());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldNotUseAConnectionAgainWhenPartOfARecordFollowsTheAnswer() throws SSLException {
        TlsClient pod = open(FOO, GET);
        pod.send(OK);
        byte[] more = pod.seal(OK.getBytes(StandardCharsets.ISO_8859_1));
        pod.wire.sends(Arrays.copyOf(more, 9));
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
        assertTrue(pod.wire.isClosed());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    // ---- changes, tunnels

    @Test
    void shouldConnectAnewWhenTheEndpointIsSpokenToInAnotherWay() throws SSLException {
        TlsClient before = open(ANYBODY, GET);
        answer(before);
        publish(FOO, 1);
        rig.turn();
        assertTrue(before.wire.isClosed());
        client.sends(GET);
        rig.turn();
        answer(pods.accept(rig, false).open());
    }

    @Test
    void shouldPassHalfCloseOnInATunnel() throws SSLException {
        TlsClient pod =
                open(
                        FOO,
                        "GET / HTTP/1.1\r\nHost: foo.org\r\nConnection: Upgrade\r\nUpgrade:"
                                + " websocket\r\n\r\n");
        assertTrue(pod.received().contains("\r\nUpgrade: websocket\r\n"));
        pod.send(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade:"
                        + " websocket\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 101 "));
        client.sends("ping");
        client.ends();
        rig.turn();
        assertEquals("ping", pod.received());
        assertTrue(pod.hasCloseNotify());
        pod.send("pong");
        rig.turn();
        assertEquals("pong", client.received());
        pod.sendCloseNotify();
        rig.turn();
        assertTrue(client.isClosed());
        assertTrue(pod.wire.isClosed());
    }
}
