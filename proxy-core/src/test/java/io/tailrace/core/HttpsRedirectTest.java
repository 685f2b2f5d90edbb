package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in clear for a host that is served over TLS only. */
final class HttpsRedirectTest {
    private final CoreRig rig = new CoreRig();

    @BeforeEach
    void publish() {
        publish(8443);
    }

    private void publish(int port) {
        Rule rule = new Rule("foo.org", "/a", PathType.PREFIX, CoreRig.WEB, "shop/web");
        rig.publish(rule, ClassSettings.DEFAULT.redirectingTo(port), CoreRig.endpoints(1));
    }

    @Test
    void shouldRedirectEachRequestAndKeepTheConnection() {
        ScriptedWire client = rig.connect();
        client.sends("GET /a?b=c HTTP/1.1\r\nHost: foo.org:8080\r\n\r\n");
        rig.turn();
        assertRedirect(client, "Location: https://foo.org:8443/a?b=c\r\n");
        assertFalse(client.isClosed());
        client.sends("POST /else HTTP/1.1\r\nHost: FOO.org\r\nContent-Length: 2\r\n\r\nhi");
        rig.turn();
        assertRedirect(client, "Location: https://FOO.org:8443/else\r\n");
        assertFalse(client.isClosed());

        assertTrue(rig.dialled.isEmpty());
        assertEquals(2, rig.reason(Fault.HTTPS_REDIRECT));
        assertEquals(2, rig.stats.get(Counter.RESPONSES_3XX));
        assertEquals(0, rig.stats.get(Counter.EXCHANGES_OPEN));
    }

    @Test
    void shouldCloseWhenTheBodyHasNotCome() {
        ScriptedWire client = rig.connect();
        client.sends("PUT /a HTTP/1.1\r\nHost: foo.org\r\nContent-Length: 2\r\n\r\n");
        rig.turn();
        assertRedirect(client, "Connection: close\r\n");
    }

    @Test
    void shouldLeaveThePortOutWhenItIsThatOfHttps() {
        publish(443);
        ScriptedWire client = rig.connect();
        client.sends("GET /a HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        assertRedirect(client, "Location: https://foo.org/a\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /.well-known/acme-challenge/x HTTP/1.1\r\nHost: foo.org\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: foo.org\r\n\r\n",
                "GET /b HTTP/1.1\r\nHost: bar.org\r\n\r\n",
                "GET /b HTTP/1.0\r\n\r\n",
            })
    void shouldNotRedirectWhatIsExempt(String request) {
        ScriptedWire client = rig.connect();
        client.sends(request);
        rig.turn();
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 404 "), reply);
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/acme-challenge/../../a, /a",
        "/.well-known/acme-challenge/..%2f..%2fa, /.well-known/acme-challenge/..%2f..%2fa",
        "/.well-known/acme-challenge/, /.well-known/acme-challenge/",
        "/.well-known/acme-challenge/x/y, /.well-known/acme-challenge/x/y"
    })
    void shouldRedirectWhatOnlyLooksLikeAChallenge(String path, String location) {
        ScriptedWire client = rig.connect();
        client.sends("GET " + path + " HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        assertRedirect(client, "Location: https://foo.org:8443" + location + "\r\n");
    }

    @Test
    void shouldServeWhenATrustedPeerSaysThatItsClientSpeaksTls() {
        String request = "GET /a HTTP/1.1\r\nHost: foo.org\r\nX-Forwarded-Proto: https\r\n\r\n";
        ScriptedWire balancer = rig.connect("10.1.1.1", ProxyProtocol.OFF);
        balancer.sends(request);
        rig.turn();
        assertTrue(rig.pod().received().startsWith("GET /a "));
        ScriptedWire stranger = rig.connect();
        stranger.sends(request);
        rig.turn();
        assertRedirect(stranger, "Location: https://foo.org:8443/a\r\n");
    }

    private static void assertRedirect(ScriptedWire client, String line) {
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 308 Permanent Redirect\r\n"), reply);
        assertTrue(reply.contains("\r\n" + line), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: https_redirect\r\n"), reply);
    }
}
