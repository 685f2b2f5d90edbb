package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.route.PodTls;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.ServerCertificate;
import io.tailrace.core.tls.UpstreamTls;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A core that speaks TLS with pods, by each provider. */
@ParameterizedClass
@EnumSource(TlsSettings.Provider.class)
final class PodTlsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 2\r\n\r\nhi";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final UpstreamTls ANYBODY =
            new UpstreamTls(new PodTls(false, 1, "foo.org", false, ""), null, null);
    private static final UpstreamTls FOO = verified("foo.org", TestCertificates.FOO_EC);

    private final CoreRig rig;
    private final ScriptedWire client;
    private final TlsPod pods = new TlsPod(TestCertificates.FOO_EC);

    PodTlsTest(TlsSettings.Provider provider) {
        this.rig = CoreRig.withTls(new TlsSettings(Profile.INTERMEDIATE, provider, false));
        this.client = rig.connect();
    }

    private static UpstreamTls verified(String name, ServerCertificate authority) {
        return verified(name, authority, null);
    }

    private static UpstreamTls verified(
            String name, ServerCertificate authority, @Nullable ServerCertificate own) {
        X509Certificate certificate = authority.chain().getFirst();
        return new UpstreamTls(
                new PodTls(true, 1, name, true, "shop/ca"),
                new Authorities(List.of(certificate)),
                own);
    }

    private void publish(UpstreamTls tls, int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Endpoint plain : CoreRig.endpoints(count)) {
            endpoints.add(new Endpoint(plain.id(), plain.address(), tls));
        }
        rig.publish(endpoints);
    }

    /** A connection that has shaken hands, and was sent the request. */
    private TlsClient open(UpstreamTls tls, String request, String... versions)
            throws SSLException {
        publish(tls, 1);
        client.sends(request);
        rig.turn();
        return pods.accept(rig, false, versions).open();
    }

    private void answer(TlsClient pod) throws SSLException {
        String request = pod.received();
        assertTrue(request.startsWith("GET / HTTP/1.1\r\n"), request);
        pod.send(OK);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
    }

    /** Has every attempt at an exchange handled, also those that follow from this. */
    private void eachAttempt(Consumer<TlsClient> handled, boolean wantsCertificate, String... v) {
        rig.turn();
        while (!rig.dialled.isEmpty()) {
            handled.accept(pods.accept(rig, wantsCertificate, v));
            rig.turn();
        }
    }

    /** The handshake comes to no good end. */
    private void failsToOpen(TlsClient pod) {
        try {
            pod.open();
        } catch (SSLException e) {
            if (!pod.wire.isClosed()) {
                tellWhy(pod);
            }
        }
        assertTrue(pod.wire.isClosed());
    }

    private void tellWhy(TlsClient pod) {
        try {
            pod.sendAlert();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
        rig.turn();
    }

    private void assertReply(int status, Fault why) {
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 " + status + " "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: " + why.code() + "\r\n"), reply);
        assertEquals(1, rig.reason(why));
        assertEquals(0, rig.core.takenBufferBytes());
        assertEquals(0, rig.stats.get(Counter.UPSTREAM_OPEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldForwardOverEachVersion(String version) throws SSLException {
        TlsClient pod = open(FOO, GET, version);
        assertEquals(version, pod.engine.getSession().getProtocol());
        assertEquals("http/1.1", pod.engine.getApplicationProtocol());
        answer(pod);
        assertEquals(1, rig.stats.get(Counter.UPSTREAM_TLS_DONE));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 1000})
    void shouldForwardWhateverTheSegments(int segment) throws SSLException {
        publish(FOO, 1);
        client.sends(GET);
        rig.turn();
        TlsClient pod = pods.accept(rig, false);
        pod.wire.segments(segment);
        answer(pod.open());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void shouldShakeHandsWhenThePodIsSlowToRead(int window) throws SSLException {
        rig.pods = CoreRig.Pods.PENDING;
        publish(FOO, 1);
        client.sends(GET);
        rig.turn();
        TlsClient pod = pods.accept(rig, false);
        pod.wire.takes(window);
        pod.wire.accepts();
        rig.turn();
        pod.wire.takes(Integer.MAX_VALUE);
        rig.turn();
        answer(pod.open());
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldShakeHandsOnceForManyRequests() throws SSLException {
        TlsClient pod = open(FOO, GET);
        answer(pod);
        for (int i = 0; i < 20; i++) {
            client.sends(GET);
            rig.turn();
            answer(pod);
            assertEquals(0, rig.core.takenBufferBytes());
        }
        assertEquals(1, rig.stats.get(Counter.UPSTREAM_TLS_DONE));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, true", "TLSv1.2, false", "TLSv1.3, true", "TLSv1.3, false"})
    void shouldResumeTheSessionOnTheNextConnection(String version, boolean named)
            throws SSLException {
        long first = 0;
        for (int i = 0; i < 3; i++) {
            TlsClient pod = open(named ? FOO : ANYBODY, GET, version);
            answer(pod);
            long made = pod.created();
            first = i == 0 ? made : first;
            assertEquals(first, made);
            pod.awaitNextMillisecond();
            pod.sendCloseNotify();
            rig.turn();
            assertTrue(pod.wire.isClosed());
        }
    }

    @Test
    void shouldNotResumeWhatWasVerifiedInAnotherWay() throws SSLException {
        // By the same name, by which a provider finds its sessions.
        TlsClient first =
                open(new UpstreamTls(new PodTls(false, 1, "bar.org", true, ""), null, null), GET);
        answer(first);
        UpstreamTls wrong = verified("bar.org", TestCertificates.FOO_EC);
        publish(wrong, 1);
        client.sends(GET);
        eachAttempt(this::failsToOpen, false);
        assertReply(502, Fault.UPSTREAM_UNTRUSTED);
    }

    // ---- who the pod is

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldReply502WhenThePodIsNotWhoItShouldBe(String version) {
        for (UpstreamTls wrong :
                List.of(
                        verified("bar.org", TestCertificates.FOO_EC),
                        verified("a.b.foo.org", TestCertificates.FOO_EC),
                        verified("foo.org", TestCertificates.BAR_EC))) {
            publish(wrong, 1);
            client.sends(GET);
            eachAttempt(this::failsToOpen, false, version);
            String reply = client.received();
            assertTrue(reply.startsWith("HTTP/1.1 502 "), reply);
            assertTrue(reply.contains("\r\nX-Tailrace-Reason: upstream_untrusted\r\n"), reply);
        }
        assertEquals(9, rig.stats.get(Counter.UPSTREAM_TLS_UNTRUSTED));
        assertEquals(0, rig.stats.get(Counter.UPSTREAM_OPEN));
        assertEquals(0, rig.core.takenBufferBytes());
    }

    @Test
    void shouldReply502WhenTheCertificateHasExpired() {
        rig.today = Instant.parse("2200-01-01T00:00:00Z");
        publish(FOO, 1);
        client.sends(GET);
        eachAttempt(this::failsToOpen, false);
        assertReply(502, Fault.UPSTREAM_UNTRUSTED);
    }

    @Test
    void shouldTryAnotherPodWhenOneIsNotWhoItShouldBe() throws SSLException {
        publish(FOO, 2);
        client.sends(POST);
        rig.turn();
        failsToOpen(new TlsPod(TestCertificates.BAR_EC).accept(rig, false));
        TlsClient pod = pods.accept(rig, false).open();
        String request = pod.received();
        assertTrue(request.startsWith("POST / ") && request.endsWith("\r\n\r\nhi"), request);
        pod.send(OK);
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldTakeAnybodyWhenPodsAreNotVerified() throws SSLException {
        publish(ANYBODY, 1);
        client.sends(GET);
        rig.turn();
        TlsClient pod = new TlsPod(TestCertificates.BAR_EC).accept(rig, false).open();
        answer(pod);
        assertNull(TlsPod.nameOf(pod));
    }

    @Test
    void shouldSendTheNameWhenToldTo() throws SSLException {
        assertEquals("foo.org", TlsPod.nameOf(open(FOO, GET)));
    }

    // ---- who we are

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldShowItsCertificateWhenThePodWantsOne(String version) throws SSLException {
        for (ServerCertificate own :
                List.of(
                        TestCertificates.FOO_RSA,
                        TestCertificates.BAR_EC,
                        TestCertificates.FOO_ED25519)) {
            publish(verified("foo.org", TestCertificates.FOO_EC, own), 1);
            client.sends(GET);
            rig.turn();
            TlsClient pod = pods.accept(rig, true, version).open();
            answer(pod);
            assertEquals(own.chain().getFirst(), pod.shown());
        }
    }

    @Test
    void shouldReply502WhenThePodWantsACertificateThatThereIsNot() {
        publish(FOO, 1);
        client.sends(GET);
        eachAttempt(this::failsToOpen, true, "TLSv1.2");
        // With Conscrypt the request has left before the pod's last word (RFC 7918).
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 502 "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: upstream_tls_"), reply);
        assertEquals(0, rig.stats.get(Counter.UPSTREAM_OPEN));
    }

    @Test
    void shouldReply502WhenThePodMissesACertificateAfterTheHandshake() {
        publish(FOO, 1);
        client.sends(POST);
        eachAttempt(this::failsToOpen, true, "TLSv1.3");
        assertEquals(1, rig.stats.get(Counter.UPSTREAM_CONNECTED));
        assertReply(502, Fault.UPSTREAM_TLS_BROKEN);
    }

    // ---- what is not TLS, or wrong

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK,
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "SSH-2.0-x\r\n",
                "\26\3\3\377\377",
                "\25\3\3\0\2\2\50",
                "\27\3\3\0\5hello",
                "\26\3\3\0\4\2\0\0\0"
            })
    void shouldReply502WhenThePodDoesNotSpeakTls(String said) {
        publish(ANYBODY, 1);
        client.sends(GET);
        eachAttempt(
                pod -> {
                    pod.wire.sends(said);
                    rig.turn();
                    if (!pod.wire.isClosed()) {
                        pod.wire.ends();
                    }
                    rig.turn();
                    assertTrue(pod.wire.isClosed());
                    assertFalse(pod.wire.received().contains("GET / "));
                },
                false);
        assertReply(502, Fault.UPSTREAM_TLS_FAILED);
        assertEquals(3, rig.stats.get(Counter.UPSTREAM_TLS_FAILED));
    }

    @Test
    void shouldNotTakeWhatWasSaidInClearForAnAnswer() {
        rig.pods = CoreRig.Pods.PENDING;
        publish(ANYBODY, 1);
        client.sends(GET);
        eachAttempt(
                pod -> {
                    pod.wire.sends(OK);
                    pod.wire.accepts();
                },
                false);
        assertReply(502, Fault.UPSTREAM_TLS_FAILED);
    }

    @Test
    void shouldReply502WhenThePodClosesInTheHandshake() {
        publish(ANYBODY, 1);
        client.sends(GET);
        eachAttempt(pod -> pod.wire.ends(), false);
        assertReply(502, Fault.UPSTREAM_TLS_FAILED);
    }

    @Test
    void shouldReply502WhenTheHandshakeTakesTooLong() {
        publish(ANYBODY, 1);
        client.sends(GET);
        rig.turn();
        rig.pass(Duration.ofMillis(4900));
        assertEquals(0, rig.stats.get(Counter.UPSTREAM_TLS_TIMED_OUT));
        rig.pass(Duration.ofSeconds(13));
        assertReply(502, Fault.UPSTREAM_TLS_FAILED);
        assertEquals(3, rig.stats.get(Counter.UPSTREAM_TLS_TIMED_OUT));
    }

    @Test
    void shouldGiveUpTheHandshakeWhenTheClientIsGone() {
        publish(ANYBODY, 1);
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        client.fails();
        rig.turn();
        assertTrue(pod.isClosed());
        assertEquals(0, rig.stats.get(Counter.UPSTREAM_OPEN));
        rig.pass(Duration.ofSeconds(10));
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
