package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A core that speaks TLS with pods, by each provider. */
abstract class PodTlsRig {
    static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";

    static final String POST = "POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 2\r\n\r\nhi";
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    static final UpstreamTls ANYBODY =
            new UpstreamTls(new PodTls(false, 1, "foo.org", false, ""), null, null);
    static final UpstreamTls FOO = verified("foo.org", TestCertificates.FOO_EC);

    final CoreRig rig;

    final ScriptedWire client;

    final TlsPod pods = new TlsPod(TestCertificates.FOO_EC);

    PodTlsRig(TlsSettings.Provider provider) {
        this.rig = CoreRig.withTls(new TlsSettings(Profile.INTERMEDIATE, provider, false));
        this.client = rig.connect();
    }

    static UpstreamTls verified(String name, ServerCertificate authority) {
        return verified(name, authority, null);
    }

    static UpstreamTls verified(
            String name, ServerCertificate authority, @Nullable ServerCertificate own) {
        X509Certificate certificate = authority.chain().getFirst();
        return new UpstreamTls(
                new PodTls(true, 1, name, true, "shop/ca"),
                new Authorities(List.of(certificate)),
                own);
    }

    void publish(UpstreamTls tls, int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Endpoint plain : CoreRig.endpoints(count)) {
            endpoints.add(new Endpoint(plain.id(), plain.address(), tls));
        }
        rig.publish(endpoints);
    }

    /** A connection that has shaken hands, and was sent the request. */
    TlsClient open(UpstreamTls tls, String request, String... versions) throws SSLException {
        publish(tls, 1);
        client.sends(request);
        rig.turn();
        return pods.accept(rig, false, versions).open();
    }

    void answer(TlsClient pod) throws SSLException {
        String request = pod.received();
        assertTrue(request.startsWith("GET / HTTP/1.1\r\n"), request);
        pod.send(OK);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
    }

    /** Has every attempt at an exchange handled, also those that follow from this. */
    void eachAttempt(Consumer<TlsClient> handled, boolean wantsCertificate, String... v) {
        rig.turn();
        while (!rig.dialled.isEmpty()) {
            handled.accept(pods.accept(rig, wantsCertificate, v));
            rig.turn();
        }
    }

    /** The handshake comes to no good end. */
    void failsToOpen(TlsClient pod) {
        try {
            pod.open();
        } catch (SSLException e) {
            if (!pod.wire.isClosed()) {
                tellWhy(pod);
            }
        }
        assertTrue(pod.wire.isClosed());
    }

    void tellWhy(TlsClient pod) {
        try {
            pod.sendAlert();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
        rig.turn();
    }

    void assertReply(int status, Fault why) {
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 " + status + " "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: " + why.code() + "\r\n"), reply);
        assertEquals(1, rig.reason(why));
        assertEquals(0, rig.core.takenBufferBytes());
        assertEquals(0, rig.stats.get(Counter.UPSTREAM_OPEN));
    }
}
