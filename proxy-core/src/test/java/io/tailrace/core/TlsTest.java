package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak TLS with a core, by each provider. */
@ParameterizedClass
@EnumSource(TlsSettings.Provider.class)
final class TlsTest extends TlsRig {
    TlsTest(TlsSettings.Provider provider) {
        super(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldForwardOverEachVersion(String version) throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org", version).open();
        assertEquals(version, client.engine.getSession().getProtocol());
        assertEquals("http/1.1", client.engine.getApplicationProtocol());
        exchange(client);
        assertEquals(1, rig.stats.get(Counter.TLS_HANDSHAKES_DONE));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldAnswerAFinishedAtOnce() throws SSLException {
        // Of a client that sends its request when the Finished is acknowledged, and not before.
        TlsClient client = TlsClient.connect(rig, "foo.org", "TLSv1.3").open();
        exchange(client);
        exchange(client);
        assertEquals(1, client.wire.acknowledgements());
    }

    @Test
    void shouldTellThePodThatTheClientSpokeTls() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        client.send(GET);
        rig.turn();
        assertTrue(rig.pod().received().contains("\r\nX-Forwarded-Proto: https\r\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 1000})
    void shouldForwardWhateverTheSegments(int segment) throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org");
        client.wire.segments(segment);
        client.open();
        exchange(client);
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void shouldShakeHandsWhenTheClientIsSlowToRead(int window) throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org");
        client.wire.takes(window);
        client.engine.beginHandshake();
        client.send("");
        rig.turn();
        client.wire.takes(Integer.MAX_VALUE);
        rig.turn();
        client.open();
        exchange(client);
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldRelayLargeBodiesBothWaysUnderBackPressure() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        String body = "0123456789abcdef".repeat(20_000);
        client.send(
                "POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
        rig.turn();
        ScriptedWire pod = rig.pod();
        assertTrue(pod.received().endsWith("\r\n\r\n" + body));
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        client.wire.takes(1000);
        rig.turn();
        assertTrue(pod.unread() > 0, "the pod is held back");
        StringBuilder got = new StringBuilder(client.received());
        for (int i = 0; i < 100 && got.length() < body.length(); i++) {
            client.wire.takes(10_000);
            rig.turn();
            got.append(client.received());
        }
        assertTrue(got.toString().endsWith("\r\n\r\n" + body));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldGoOnWithRecordsThatThereWasNoRoomFor() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        exchange(client);
        client.send("POST / HTTP/1.1\r\nHost: foo.org\r\nA: " + "x".repeat(20_000));
        rig.turn();
        // The rest comes in one read, and nothing follows it.
        String body = "y".repeat(3 * 16_384 - 100);
        client.send("\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        rig.turn();
        assertTrue(pod.received().endsWith("\r\n\r\n" + body));
    }

    @Test
    void shouldNoticeTheEndBehindRecordsThatThereWasNoRoomFor() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        exchange(client);
        client.send("POST / HTTP/1.1\r\nHost: foo.org\r\nA: " + "x".repeat(20_000));
        rig.turn();
        client.send("\r\nContent-Length: 100000\r\n\r\n" + "y".repeat(3 * 16_384 - 100));
        client.sendCloseNotify();
        rig.turn();
        assertTrue(pod.isReset());
        assertTrue(client.wire.isClosed());
    }

    @Test
    void shouldSendManySmallChunksAsOneToAClientWithoutChunks() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        client.send("GET / HTTP/1.0\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        client.wire.takes(1000);
        rig.pod()
                .sends(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "1\r\nz\r\n".repeat(10_000)
                                + "0\r\n\r\n");
        rig.turn();
        client.wire.takes(Integer.MAX_VALUE);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\n" + "z".repeat(10_000)));
        assertEquals(0, rig.stats.get(Counter.HANDLER_FAILURES));
    }

    @Test
    void shouldSendSmallRecordsFirstAndWholeOnesThen() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org").open();
        // Takes the session tickets along.
        exchange(client);
        client.send(GET);
        rig.turn();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(300_000));
        rig.turn();
        byte[] sealed = client.wire.received().getBytes(StandardCharsets.ISO_8859_1);
        int first = record(sealed, 0);
        assertTrue(first > 1300 && first < 1400, "first record of " + first);
        int largest = 0;
        for (int at = 0; at < sealed.length; at += 5 + record(sealed, at)) {
            largest = Math.max(largest, record(sealed, at));
        }
        assertTrue(largest > 16_384, "largest record of " + largest);
    }

    // ---- which certificate

    @Test
    void shouldShowTheCertificateOfTheName() throws SSLException {
        assertEquals(
                TestCertificates.BAR_EC.chain().getFirst(),
                TlsClient.connect(rig, "bar.org").open().shown());
        assertEquals(
                TestCertificates.FOO_EC.chain().getFirst(),
                TlsClient.connect(rig, "www.FOO.org").open().shown());
    }

    @Test
    void shouldShowTheRsaCertificateWhenTheClientTakesNoOther() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "foo.org", "TLSv1.2");
        client.engine.setEnabledCipherSuites(
                new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
        assertEquals(TestCertificates.FOO_RSA.chain().getFirst(), client.open().shown());
    }

    @Test
    void shouldServeAnEd25519Certificate() throws SSLException {
        publish(rig, List.of(TestCertificates.FOO_ED25519));
        assertEquals(
                TestCertificates.FOO_ED25519.chain().getFirst(),
                TlsClient.connect(rig, "foo.org").open().shown());
    }

    @Test
    void shouldShowACertificateOfItsOwnWhenThereIsNone() throws SSLException {
        for (String name : new String[] {"unknown.org", "a.b.foo.org", null}) {
            assertEquals(
                    "CN=tailrace.invalid",
                    TlsClient.connect(rig, name)
                            .open()
                            .shown()
                            .getSubjectX500Principal()
                            .getName());
        }
    }

    @Test
    void shouldRefuseUnknownNamesWhenStrict() throws SSLException {
        rig = rig(Profile.INTERMEDIATE, true);
        for (String name : new String[] {"unknown.org", null}) {
            TlsClient client = TlsClient.connect(rig, name);
            client.engine.beginHandshake();
            client.send("");
            rig.turn();
            assertEquals("\25\3\3\0\2\2\160", client.wire.received());
            assertTrue(client.wire.isClosed());
        }
        assertEquals(2, rig.stats.get(Counter.TLS_NAMES_UNKNOWN));
        assertEquals(0, rig.stats.get(Counter.DOWNSTREAM_OPEN));
        exchange(TlsClient.connect(rig, "foo.org").open());
    }

    @Test
    void shouldShowTheNewCertificateAfterARotationAndKeepConnections() throws SSLException {
        TlsClient old = TlsClient.connect(rig, "foo.org").open();
        publish(rig, List.of(TestCertificates.FOO_RSA));
        assertEquals(
                TestCertificates.FOO_RSA.chain().getFirst(),
                TlsClient.connect(rig, "foo.org").open().shown());
        exchange(old);
    }

    @Test
    void shouldResumeSessions() throws SSLException {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            SSLContext context = TlsClient.newContext();
            long first = 0;
            for (int i = 0; i < 2; i++) {
                TlsClient client =
                        new TlsClient(
                                rig,
                                rig.connect("192.0.2.7", ProxyProtocol.OFF, true),
                                TlsClient.engine(context, "foo.org", version));
                client.open();
                exchange(client);
                if (i == 0) {
                    first = client.created();
                    client.awaitNextMillisecond();
                } else {
                    assertEquals(first, client.created(), version);
                }
            }
        }
    }

    @Test
    void shouldSpeakNothingOlderThan13WhenModern() throws SSLException {
        rig = rig(Profile.MODERN, false);
        TlsClient.connect(rig, "foo.org", "TLSv1.3").open();
        TlsClient client = TlsClient.connect(rig, "foo.org", "TLSv1.2");
        client.engine.beginHandshake();
        client.send("");
        rig.turn();
        assertTrue(client.wire.isClosed());
        assertEquals("\25", client.wire.received().substring(0, 1));
        assertEquals(1, rig.stats.get(Counter.TLS_HANDSHAKES_FAILED));
    }

    @Test
    void shouldReadAProxyHeaderBeforeTheHandshake() throws SSLException {
        TlsClient client =
                new TlsClient(
                        rig,
                        rig.connect("10.0.0.9", ProxyProtocol.REQUIRED, true),
                        TlsClient.engine(TlsClient.newContext(), "foo.org"));
        client.wire.sends("PROXY TCP4 198.51.100.7 203.0.113.1 56324 8443\r\n");
        client.open();
        client.send(GET);
        rig.turn();
        assertTrue(rig.pod().received().contains("\r\nX-Forwarded-For: 198.51.100.7\r\n"));
    }

    @Test
    void shouldReply421WhenTheHostIsOfAnotherCertificate() throws SSLException {
        TlsClient client = TlsClient.connect(rig, "bar.org").open();
        client.send(GET);
        rig.turn();
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 421 "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: misdirected_request\r\n"), reply);
        assertEquals(1, rig.reason(Fault.MISDIRECTED_REQUEST));
    }

    @Test
    void shouldServeEveryHostWhenNoCertificateIsOfTheNameInSni() throws SSLException {
        exchange(TlsClient.connect(rig, "unknown.org").open());
        exchange(TlsClient.connect(rig, null).open());
    }

    @Test
    void shouldServeAHostThatTheCertificateCoversToo() throws SSLException {
        exchange(TlsClient.connect(rig, "www.foo.org").open());
    }
}
