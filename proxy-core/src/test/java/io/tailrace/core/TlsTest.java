package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ServerCertificate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
final class TlsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private final TlsSettings.Provider provider;
    private CoreRig rig;

    /** Of the last {@link #exchange}. */
    private ScriptedWire pod;

    TlsTest(TlsSettings.Provider provider) {
        this.provider = provider;
        this.rig = rig(Profile.INTERMEDIATE, false);
        this.pod = new ScriptedWire(rig.selector, null);
    }

    private CoreRig rig(Profile profile, boolean strict) {
        CoreRig made = CoreRig.withTls(new TlsSettings(profile, provider, strict));
        publish(made, List.of(TestCertificates.FOO_EC, TestCertificates.FOO_RSA));
        return made;
    }

    private static void publish(CoreRig rig, List<ServerCertificate> foo) {
        rig.publish(
                CertTable.of(
                        Map.of(
                                "foo.org", foo,
                                "*.foo.org", foo,
                                "bar.org", List.of(TestCertificates.BAR_EC)),
                        List.of(),
                        7),
                CoreRig.endpoints(1));
        rig.turn();
    }

    private void exchange(TlsClient client) throws SSLException {
        client.send(GET);
        rig.turn();
        if (!rig.dialled.isEmpty()) {
            pod = rig.pod();
        }
        assertTrue(pod.received().startsWith("GET / HTTP/1.1\r\n"));
        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
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

    private static int record(byte[] bytes, int at) {
        return (bytes[at + 3] & 0xff) << 8 | (bytes[at + 4] & 0xff);
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

    /** RFC 8446 4.6.3. */
    private void renewKeys(TlsClient client, int times) throws SSLException {
        for (int i = 0; i < times; i++) {
            client.engine.beginHandshake();
            client.send("");
        }
        rig.turn();
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
