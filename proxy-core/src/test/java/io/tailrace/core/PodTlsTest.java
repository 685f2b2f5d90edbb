package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.route.PodTls;
import io.tailrace.core.tls.ServerCertificate;
import io.tailrace.core.tls.UpstreamTls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes with pods, and who is believed. */
@ParameterizedClass
@EnumSource(TlsSettings.Provider.class)
final class PodTlsTest extends PodTlsRig {
    PodTlsTest(TlsSettings.Provider provider) {
        super(provider);
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
}
