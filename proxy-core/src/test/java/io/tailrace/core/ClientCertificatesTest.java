package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.config.TlsSettings.Profile;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.ServerCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that ask for certificates of clients, by each provider: foo.org, *.foo.org and bar.org. */
@ParameterizedClass
@EnumSource(TlsSettings.Provider.class)
final class ClientCertificatesTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    /** What clients show; it is its own authority. */
    private static final ServerCertificate GOOD = TestCertificates.BAR_EC;

    private static final ServerCertificate STRANGER = TestCertificates.FOO_RSA;

    private static final ClientCertificates ON = stated(Mode.ON);

    private final CoreRig rig;

    /** Of the last {@link #forwarded}. */
    private ScriptedWire pod;

    ClientCertificatesTest(TlsSettings.Provider provider) {
        this.rig = CoreRig.withTls(new TlsSettings(Profile.INTERMEDIATE, provider, false));
        this.pod = new ScriptedWire(rig.selector, null);
        wallClock(GOOD.chain().getFirst().getNotBefore().toInstant().plus(Duration.ofDays(1)));
    }

    /** Sets it a second on. */
    private void wallClock(Instant time) {
        rig.clock.wallClock(time.getEpochSecond());
        rig.clock.advance(Duration.ofSeconds(1));
    }

    private static ClientCertificates stated(Mode mode) {
        return new ClientCertificates(mode, "shop/ca", 1, false, "");
    }

    private static Authorities authorities(ServerCertificate... of) {
        return new Authorities(
                List.of(of).stream().map(certificate -> certificate.chain().getFirst()).toList());
    }

    /** Hosts with what they ask for, in pairs; null: nothing. */
    private void publish(Authorities authorities, Map<String, ClientCertificates> hosts) {
        Map<String, ClassSettings> settings = new HashMap<>();
        Map<ClientCertificates, ClientAuth> clients = new HashMap<>();
        hosts.forEach(
                (host, stated) -> {
                    settings.put(host, ClassSettings.DEFAULT.asking(stated));
                    clients.put(stated, new ClientAuth(stated, authorities));
                });
        List<ServerCertificate> foo = List.of(TestCertificates.FOO_EC);
        CertTable table =
                CertTable.of(
                        Map.of(
                                "foo.org",
                                foo,
                                "*.foo.org",
                                foo,
                                "bar.org",
                                List.of(TestCertificates.BAR_EC)),
                        List.of(),
                        clients,
                        7);
        List<Rule> rules =
                List.of("foo.org", "a.foo.org", "b.foo.org", "bar.org").stream()
                        .map(host -> new Rule(host, "/", PathType.PREFIX, CoreRig.WEB, "shop/web"))
                        .toList();
        List<Endpoint> endpoints = CoreRig.endpoints(1);
        rig.publish(rules, settings, table, endpoints);
        rig.turn();
    }

    private void publish(Mode mode) {
        publish(authorities(GOOD), Map.of("foo.org", stated(mode)));
    }

    private TlsClient connect(SSLContext context, @Nullable String name, String... versions)
            throws SSLException {
        return new TlsClient(
                        rig,
                        rig.connect("192.0.2.7", ProxyProtocol.OFF, true),
                        TlsClient.engine(context, name, versions))
                .open();
    }

    private TlsClient connect(@Nullable ServerCertificate own, String name) throws SSLException {
        return connect(TlsClient.newContext(own), name);
    }

    /** Sends a request and returns what the pod got, which answers. */
    private String forwarded(TlsClient client, String host) throws SSLException {
        client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\nssl-client-verify: forged\r\n\r\n");
        rig.turn();
        if (!rig.dialled.isEmpty()) {
            pod = rig.pod();
        }
        String got = pod.received();
        assertTrue(got.startsWith("GET / HTTP/1.1\r\n"), got);
        assertFalse(got.contains("forged"), got);
        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nhi"));
        return got;
    }

    private void assertRefused(TlsClient client, String host, int status, Fault fault)
            throws SSLException {
        client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        rig.turn();
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 " + status + " "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: " + fault.code() + "\r\n"), reply);
        assertTrue(reply.contains("\r\nConnection: close\r\n"), reply);
        assertTrue(client.wire.isClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldForwardWithTheNameWhenTheCertificateIsGood(String version) throws SSLException {
        publish(Mode.ON);
        TlsClient client = connect(TlsClient.newContext(GOOD), "foo.org", version);
        for (int i = 0; i < 2; i++) {
            String got = forwarded(client, "foo.org");
            assertTrue(got.contains("\r\nssl-client-verify: SUCCESS\r\n"), got);
            assertTrue(got.contains("\r\nssl-client-subject-dn: CN=bar.org\r\n"), got);
            assertTrue(got.contains("\r\nssl-client-issuer-dn: CN=bar.org\r\n"), got);
            assertFalse(got.contains("ssl-client-cert"), got);
        }
    }

    @Test
    void shouldRefuseWithAnAnswerWhenNoneIsShownOrABadOne() throws SSLException {
        publish(Mode.ON);
        assertRefused(
                connect((ServerCertificate) null, "foo.org"),
                "foo.org",
                400,
                Fault.CLIENT_CERTIFICATE_REQUIRED);
        assertRefused(
                connect(STRANGER, "foo.org"), "foo.org", 400, Fault.CLIENT_CERTIFICATE_REJECTED);
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldLetInWhoShowsNoneWhenOptional() throws SSLException {
        publish(Mode.OPTIONAL);
        String got = forwarded(connect((ServerCertificate) null, "foo.org"), "foo.org");
        assertTrue(got.contains("\r\nssl-client-verify: NONE\r\n"), got);
        assertFalse(got.contains("ssl-client-subject"), got);
        assertRefused(
                connect(STRANGER, "foo.org"), "foo.org", 400, Fault.CLIENT_CERTIFICATE_REJECTED);
    }

    @Test
    void shouldTellThePodWhatIsWrongWhenItJudgesItself() throws SSLException {
        publish(Mode.OPTIONAL_NO_CA);
        String got = forwarded(connect(STRANGER, "foo.org"), "foo.org");
        assertTrue(
                got.contains(
                        "\r\nssl-client-verify: FAILED:no authority that counts has issued the"
                                + " certificate\r\n"),
                got);
        assertTrue(got.contains("\r\nssl-client-subject-dn: CN=foo.org\r\n"), got);
    }

    @Test
    void shouldPassTheCertificateOnWhenStated() throws SSLException {
        ClientCertificates passed = new ClientCertificates(Mode.ON, "shop/ca", 1, true, "bar.org");
        publish(authorities(GOOD), Map.of("foo.org", passed));
        String got = forwarded(connect(GOOD, "foo.org"), "foo.org");
        assertTrue(got.contains("\r\nssl-client-cert: -----BEGIN%20CERTIFICATE-----%0AMII"), got);
    }

    @Test
    void shouldRefuseWhenTheCertificateIsOfAnotherName() throws SSLException {
        ClientCertificates named = new ClientCertificates(Mode.ON, "shop/ca", 1, true, "bar");
        publish(authorities(GOOD), Map.of("foo.org", named));
        assertRefused(connect(GOOD, "foo.org"), "foo.org", 400, Fault.CLIENT_CERTIFICATE_REJECTED);
    }

    @Test
    void shouldReply503WhenThereIsNobodyToTrust() throws SSLException {
        publish(authorities(GOOD), Map.of("foo.org", ClientCertificates.closed()));
        assertRefused(connect(GOOD, "foo.org"), "foo.org", 503, Fault.CLIENT_AUTHORITIES_MISSING);
    }

    // ---- other hosts on the connection

    @Test
    void shouldReply421WhenTheHandshakeDidNotAsk() throws SSLException {
        publish(Mode.ON);
        for (String name : new String[] {"a.foo.org", null}) {
            assertRefused(
                    connect(TlsClient.newContext(GOOD), name),
                    "foo.org",
                    421,
                    Fault.MISDIRECTED_REQUEST);
        }
        assertTrue(
                forwarded(connect(GOOD, "a.foo.org"), "a.foo.org").indexOf("ssl-client") < 0,
                "a host that asks for nothing tells nothing");
    }

    @Test
    void shouldJudgeAnewWhenAnotherHostAsks() throws SSLException {
        ClientCertificates other = new ClientCertificates(Mode.ON, "shop/ca", 1, false, "else");
        publish(authorities(GOOD), Map.of("foo.org", ON, "a.foo.org", other, "b.foo.org", ON));
        TlsClient client = connect(GOOD, "foo.org");
        forwarded(client, "foo.org");
        forwarded(client, "b.foo.org");
        assertRefused(client, "a.foo.org", 400, Fault.CLIENT_CERTIFICATE_REJECTED);
    }

    @Test
    void shouldJudgeNoMoreWhenAClientHasItDoneAgainAndAgain() throws SSLException {
        ClientCertificates other = new ClientCertificates(Mode.ON, "shop/ca", 2, false, "");
        publish(authorities(GOOD), Map.of("foo.org", ON, "a.foo.org", other));
        TlsClient client = connect(GOOD, "foo.org");
        for (int judgements = 1; judgements < 16; judgements += 2) {
            forwarded(client, "foo.org");
            forwarded(client, "a.foo.org");
        }
        forwarded(client, "a.foo.org");
        assertRefused(client, "foo.org", 421, Fault.MISDIRECTED_REQUEST);
    }

    @Test
    void shouldReply421WhenNoneIsShownAndAnotherHostAsked() throws SSLException {
        ClientCertificates other = new ClientCertificates(Mode.OPTIONAL, "shop/b", 1, false, "");
        publish(authorities(GOOD), Map.of("foo.org", stated(Mode.OPTIONAL), "a.foo.org", other));
        TlsClient client = connect((ServerCertificate) null, "foo.org");
        forwarded(client, "foo.org");
        assertRefused(client, "a.foo.org", 421, Fault.MISDIRECTED_REQUEST);
    }

    // ---- in clear

    @Test
    void shouldReply403InClearWhoeverThePeerIs() {
        publish(Mode.OPTIONAL);
        for (String peer : new String[] {"192.0.2.7", "10.0.0.9"}) {
            ScriptedWire client = rig.connect(peer, ProxyProtocol.OFF);
            client.sends("GET / HTTP/1.1\r\nHost: foo.org\r\nX-Forwarded-Proto: https\r\n\r\n");
            rig.turn();
            String reply = client.received();
            assertTrue(reply.startsWith("HTTP/1.1 403 "), reply);
            assertTrue(reply.contains("client_certificate_needs_tls"), reply);
        }
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldServeChallengesInClear() {
        publish(authorities(GOOD), Map.of("foo.org", ClientCertificates.closed()));
        ScriptedWire client = rig.connect();
        client.sends("GET /.well-known/acme-challenge/x HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        String got = rig.pod().received();
        assertTrue(got.contains("\r\nssl-client-verify: NONE\r\n"), got);
        for (String path : List.of("../../x", "..%2f..%2fx", "x/y", "")) {
            ScriptedWire other = rig.connect();
            String request = "GET /.well-known/acme-challenge/" + path;
            other.sends(request + " HTTP/1.1\r\nHost: foo.org\r\n\r\n");
            rig.turn();
            assertTrue(other.received().startsWith("HTTP/1.1 503 "), path);
        }
    }

    // ---- changes, and sessions

    @Test
    void shouldCountAtOnceWhenAuthoritiesChange() throws SSLException {
        publish(Mode.ON);
        TlsClient client = connect(GOOD, "foo.org");
        forwarded(client, "foo.org");
        publish(authorities(STRANGER, GOOD), Map.of("foo.org", ON));
        forwarded(client, "foo.org");
        publish(authorities(STRANGER), Map.of("foo.org", ON));
        assertRefused(client, "foo.org", 400, Fault.CLIENT_CERTIFICATE_REJECTED);
    }

    @Test
    void shouldStayOpenToWhoShowsNoneWhenAuthoritiesOfAnOptionalHostChange() throws SSLException {
        publish(Mode.OPTIONAL);
        TlsClient client = connect((ServerCertificate) null, "foo.org");
        forwarded(client, "foo.org");
        publish(authorities(STRANGER), Map.of("foo.org", stated(Mode.OPTIONAL)));
        forwarded(client, "foo.org");
    }

    @Test
    void shouldReply421WhenAHostBeginsToAsk() throws SSLException {
        publish(authorities(GOOD), Map.of());
        TlsClient client = connect(GOOD, "foo.org");
        forwarded(client, "foo.org");
        publish(Mode.ON);
        assertRefused(client, "foo.org", 421, Fault.MISDIRECTED_REQUEST);
    }

    @Test
    void shouldRefuseWhenTheCertificateExpiresOnAnOpenConnection() throws SSLException {
        publish(Mode.ON);
        TlsClient client = connect(GOOD, "foo.org");
        forwarded(client, "foo.org");
        wallClock(GOOD.chain().getFirst().getNotAfter().toInstant());
        assertRefused(client, "foo.org", 400, Fault.CLIENT_CERTIFICATE_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldKnowTheClientOfAResumedSession(String version) throws SSLException {
        publish(authorities(GOOD), Map.of("foo.org", ON));
        SSLContext context = TlsClient.newContext(GOOD);
        TlsClient first = connect(context, "foo.org", version);
        forwarded(first, "foo.org");
        first.awaitNextMillisecond();
        TlsClient second = connect(context, "foo.org", version);
        assertEquals(first.created(), second.created(), "resumed");
        assertTrue(forwarded(second, "foo.org").contains("\r\nssl-client-verify: SUCCESS\r\n"));
        publish(authorities(STRANGER), Map.of("foo.org", ON));
        assertRefused(
                connect(context, "foo.org", version),
                "foo.org",
                400,
                Fault.CLIENT_CERTIFICATE_REJECTED);
    }

    /** A session of a host that asks nothing must not open one that does (CVE-2025-23419). */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldResumeNoSessionThatWasMadeUnderOtherRules(String version) throws SSLException {
        publish(authorities(GOOD), Map.of());
        SSLContext context = TlsClient.newContext(GOOD);
        TlsClient first = connect(context, "foo.org", version);
        forwarded(first, "foo.org");
        publish(Mode.ON);
        first.awaitNextMillisecond();
        TlsClient second = connect(context, "foo.org", version);
        assertNotEquals(first.created(), second.created(), "made anew");
        assertTrue(forwarded(second, "foo.org").contains("\r\nssl-client-verify: SUCCESS\r\n"));
    }
}
