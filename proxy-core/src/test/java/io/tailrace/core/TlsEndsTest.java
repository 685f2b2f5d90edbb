package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.handoff.Counter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections of clients over TLS end, in order and not. */
@ParameterizedClass
@EnumSource(TlsSettings.Provider.class)
final class TlsEndsTest extends TlsRig {
    TlsEndsTest(TlsSettings.Provider provider) {
        super(provider);
    }

    // ---- ends

    @Test
    void shouldSendCloseNotifyWhenItClosesInOrder() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        client.send("GET / HTTP/1.1\r\nHost: other.org\r\nConnection: close\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 4"));
        assertTrue(client.hasCloseNotify());
        assertTrue(client.wire.isClosed());
        assertFalse(client.wire.isReset());
    }

    @Test
    void shouldCutWithoutCloseNotifyWhenTheBodyIsCut() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        client.send(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        rig.turn();
        pod.ends();
        rig.turn();
        assertTrue(client.received().endsWith("half"));
        assertFalse(client.hasCloseNotify());
        assertTrue(client.wire.isReset());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldAbortWhenTheClientEndsWithoutCloseNotify() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        client.send("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 10\r\n\r\nhalf");
        rig.turn();
        ScriptedWire pod = rig.pod();
        client.wire.ends();
        rig.turn();
        assertTrue(client.wire.isClosed());
        assertTrue(pod.isClosed());
        assertEquals(0, rig.stats.get(Counter.DOWNSTREAM_OPEN));
    }

    @Test
    void shouldCloseWhenAnIdleClientSaysGoodbye() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        exchange(client);
        client.sendCloseNotify();
        rig.turn();
        assertTrue(client.wire.isClosed());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldServeWhatCameWithTheGoodbye() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org", "TLSv1.3").open();
        client.send(GET);
        client.sendCloseNotify();
        rig.turn();
        pod = rig.pod();
        assertTrue(pod.received().startsWith("GET / "));
        pod.sends(OK);
        rig.turn();
        // BoringSSL's engine ends both directions when the peer ends one.
        boolean canAnswer = provider == TlsSettings.Provider.JDK;
        assertEquals(canAnswer, client.received().endsWith("\r\n\r\nhi"));
        assertTrue(client.wire.isClosed() || canAnswer);
        assertEquals(0, rig.core.takenBufferBytes());
    }

    // ---- what is not TLS, or wrong

    @Test
    void shouldReply400WhenTheClientSpeaksPlainHttp() {
        ScriptedWire client = rig.connect("192.0.2.7", ProxyProtocol.OFF, true);
        client.sends(GET);
        rig.turn();
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: plain_http_on_tls_port\r\n"), reply);
        assertTrue(client.isClosed());
        assertEquals(1, rig.stats.get(Counter.TLS_PLAIN_HTTP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "\26\2\0",
                "\26\3\1\0\0",
                "\26\3\1\377\377",
                "\26\3\1\0\4\2\0\0\0",
                "\26\3\1\0\5\1\1\0\0\0",
                "\26\3\1\0\4\1\0\0\0",
                "\25\3\3\0\2\2\50"
            })
    void shouldCloseWhenItIsGarbage(String garbage) {
        ScriptedWire client = rig.connect("192.0.2.7", ProxyProtocol.OFF, true);
        client.sends(garbage);
        rig.turn();
        client.ends();
        rig.turn();
        assertTrue(client.isClosed());
        assertEquals(1, rig.stats.get(Counter.TLS_HANDSHAKES_FAILED));
        assertEquals(0, rig.stats.get(Counter.DOWNSTREAM_OPEN));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldCloseAndTellWhenARecordIsForged() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        byte[] sealed = client.seal(GET.getBytes(StandardCharsets.ISO_8859_1));
        sealed[sealed.length - 1] ^= 1;
        client.wire.sends(sealed);
        rig.turn();
        assertTrue(client.wire.isClosed());
        assertTrue(client.wire.received().length() > 0, "an alert");
        assertTrue(rig.dialled.isEmpty());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldCloseWhenTheHandshakeGoesWrong() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org", "TLSv1.3");
        client.engine.beginHandshake();
        client.send("");
        rig.turn();
        client.wire.sends("\27\3\3\0\40" + "x".repeat(32));
        rig.turn();
        assertTrue(client.wire.isClosed());
        assertEquals(1, rig.stats.get(Counter.TLS_HANDSHAKES_FAILED));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldCloseWhenTheClientWantsToRenegotiate() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org", "TLSv1.2").open();
        client.engine.beginHandshake();
        client.send("");
        rig.turn();
        assertTrue(client.wire.isClosed());
    }

    @Test
    void shouldCloseWhenTheClientSaysNothingButNewKeys() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org", "TLSv1.3").open();
        for (int i = 0; i < 5; i++) {
            exchange(client);
            renewKeys(client, 10);
        }
        assertFalse(client.wire.isClosed());
        renewKeys(client, 40);
        assertTrue(client.wire.isClosed());
    }

    @Test
    void shouldCloseWhenTheHandshakeTakesTooLong() throws SSLException {
        TlsClient silent = TlsClient.connect(rig, "foo.org");
        TlsClient half = TlsClient.connect(rig, "foo.org");
        half.engine.beginHandshake();
        byte[] hello = half.seal(new byte[0]);
        for (int i = 0; i < 4; i++) {
            half.wire.sends(new byte[] {hello[i]});
            rig.pass(Duration.ofMillis(1200));
            assertFalse(half.wire.isClosed());
        }
        rig.pass(Duration.ofSeconds(1));
        assertTrue(silent.wire.isClosed());
        assertTrue(half.wire.isClosed());
        assertEquals(2, rig.stats.get(Counter.TLS_HANDSHAKES_TIMED_OUT));
        assertEquals(0, rig.stats.get(Counter.DOWNSTREAM_OPEN));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCloseWhenARecordTricklesIn(boolean afterARequest) throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        if (afterARequest) {
            exchange(client);
        }
        byte[] sealed = client.seal(GET.getBytes(StandardCharsets.ISO_8859_1));
        int waitS = afterARequest ? 75 : 10;
        for (int i = 0; i < 4; i++) {
            client.wire.sends(new byte[] {sealed[i]});
            rig.pass(Duration.ofSeconds(waitS / 5));
            assertFalse(client.wire.isClosed());
        }
        rig.pass(Duration.ofSeconds(waitS / 5 + 1));
        assertTrue(client.wire.isClosed());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldTakeAHelloOfSeveralRecords() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org");
        client.engine.beginHandshake();
        byte[] hello = client.seal(new byte[0]);
        ByteArrayOutputStream split = new ByteArrayOutputStream();
        for (int at = 5; at < hello.length; ) {
            int count = Math.min(50, hello.length - at);
            split.write(new byte[] {22, 3, 1, 0, (byte) count}, 0, 5);
            split.write(hello, at, count);
            at += count;
        }
        client.wire.sends(split.toByteArray());
        rig.turn();
        client.open();
        assertEquals(TestCertificates.FOO_EC.chain().getFirst(), client.shown());
        exchange(client);
    }
}
