package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.route.Balance;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RoutePolicy;
import io.tailrace.core.route.RouteWaits;
import io.tailrace.core.route.Rule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How requests of a rule are treated that says something about it. */
final class RoutePolicyTest {
    private static final ClusterKey SPARE = new ClusterKey("shop", "spare", "80");
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final long SECOND = 1_000_000_000;
    private static final int NONE = Integer.MAX_VALUE;

    private final CoreRig rig = new CoreRig();

    private static Rule rule(String path, RoutePolicy policy) {
        return new Rule("foo.org", path, PathType.PREFIX, CoreRig.WEB, policy, "shop/web");
    }

    private static RoutePolicy waiting(RouteWaits waits) {
        return new RoutePolicy(RoutePolicy.UNSTATED, waits, Balance.LEAST_REQUESTS, null);
    }

    private void publish(RouteWaits waits) {
        rig.publish(rule("/", waiting(waits)), CoreRig.endpoints(1));
    }

    private static RoutePolicy body(long bytes) {
        return new RoutePolicy(bytes, RouteWaits.DEFAULT, Balance.LEAST_REQUESTS, null);
    }

    private static String post(String path, int length) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: foo.org\r\nContent-Length: "
                + length
                + "\r\n"
                + "\r\n";
    }

    private static void assertReply(int status, String reason, ScriptedWire client) {
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 " + status + " "), reply);
        assertTrue(reply.contains("\r\nX-Tailrace-Reason: " + reason + "\r\n"), reply);
    }

    // ---- bodies

    @Test
    void shouldReply413WhenABodyIsLongerThanItsRuleSays() {
        rig.publish(
                List.of(rule("/", RoutePolicy.DEFAULT), rule("/small", body(10))),
                List.of(new Cluster(0, CoreRig.WEB, CoreRig.endpoints(1))));
        ScriptedWire client = rig.connect();
        client.sends(post("/small", 11) + "hello");
        rig.turn();
        assertReply(413, "body_too_large", client);
        assertTrue(rig.dialled.isEmpty());

        ScriptedWire other = rig.connect();
        other.sends(post("/", 11) + "hello world");
        rig.turn();
        rig.pod().sends(OK);
        rig.turn();
        assertTrue(other.received().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldReply413WhenAChunkedBodyGrowsLongerThanItsRuleSays() {
        rig.publish(rule("/", body(10)), CoreRig.endpoints(1));
        ScriptedWire client = rig.connect();
        client.sends(
                "POST / HTTP/1.1\r\nHost: foo.org\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "a\r\n0123456789\r\n");
        rig.turn();
        assertEquals("", client.received());
        client.sends("1\r\nx\r\n");
        rig.turn();
        assertReply(413, "body_too_large", client);
    }

    @Test
    void shouldTakeAMoreGenerousWordOfARuleThanThatOfTheProcess() {
        CoreRig strict =
                new CoreRig(
                        ProxySettings.DEFAULT_BUFFER_BYTES,
                        new Limits(8192, 32_768, 128, 64, 8, 20, 10, NONE, NONE, NONE));
        strict.publish(rule("/", body(20)), CoreRig.endpoints(1));
        ScriptedWire client = strict.connect();
        client.sends(post("/", 11) + "hello world");
        strict.turn();
        strict.pod().sends(OK);
        strict.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 "));
    }

    // ---- time

    @Test
    void shouldReply504WhenAPodDoesNotTakeTheConnectionWithinTheTimeOfTheRule() {
        rig.pods = CoreRig.Pods.PENDING;
        publish(new RouteWaits(SECOND / 10, 0, 0, 0, 0));
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        for (int attempt = 0; attempt < 3; attempt++) {
            assertEquals("", client.received());
            rig.pass(Duration.ofMillis(150));
        }
        assertReply(504, "connect_timeout", client);
    }

    @Test
    void shouldReply504WhenAnAnswerDoesNotBeginWithinTheTimeOfTheRule() {
        publish(new RouteWaits(0, SECOND, 0, 0, 0));
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pass(Duration.ofMillis(900));
        assertEquals("", client.received());
        rig.pass(Duration.ofMillis(200));
        assertReply(504, "response_head_timeout", client);
    }

    /** The connection is used by requests of both rules; each waits as its own says. */
    @Test
    void shouldWaitAsTheRuleOfTheRequestSaysWhenAConnectionIsUsedAgain() {
        rig.publish(
                List.of(
                        rule("/", RoutePolicy.DEFAULT),
                        rule("/quick", waiting(new RouteWaits(0, SECOND, 0, 0, 0)))),
                List.of(new Cluster(0, CoreRig.WEB, CoreRig.endpoints(1))));
        ScriptedWire client = rig.connect();
        client.sends("GET /quick HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(OK);
        rig.turn();
        client.received();

        client.sends(GET);
        rig.turn();
        rig.pass(Duration.ofSeconds(30));
        assertEquals("", client.received());
        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 "));

        client.sends("GET /quick HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        rig.turn();
        rig.pass(Duration.ofSeconds(2));
        assertReply(504, "response_head_timeout", client);
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldCutTheAnswerWhenItDoesNotGoOnWithinTheTimeOfTheRule() {
        publish(new RouteWaits(0, 0, SECOND, 0, 0));
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pod().sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        rig.turn();
        rig.pass(Duration.ofMillis(900));
        assertTrue(!client.isReset());
        rig.pass(Duration.ofMillis(200));
        assertTrue(client.isReset());
    }

    @Test
    void shouldEndATunnelWhenItIsIdleForTheTimeOfTheRule() {
        publish(new RouteWaits(0, 0, 0, SECOND, 0));
        ScriptedWire client = rig.connect();
        String upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        client.sends("GET / HTTP/1.1\r\nHost: foo.org\r\n" + upgrade);
        rig.turn();
        rig.pod().sends("HTTP/1.1 101 Switching Protocols\r\n" + upgrade);
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 101 "));
        rig.pass(Duration.ofMillis(900));
        assertTrue(!client.isReset() && !client.isClosed());
        rig.pass(Duration.ofMillis(200));
        assertTrue(client.isReset() || client.isClosed());
    }

    @Test
    void shouldReply504WhenTheExchangeTakesLongerThanItsRuleSays() {
        publish(new RouteWaits(0, 0, 0, 0, SECOND));
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pass(Duration.ofMillis(1_100));
        assertReply(504, "exchange_timeout", client);
    }

    // ---- endpoints

    @Test
    void shouldGoToThePodsOneAfterTheOtherWhenTheRuleSaysSo() {
        rig.publish(
                rule(
                        "/",
                        new RoutePolicy(
                                RoutePolicy.UNSTATED,
                                RouteWaits.DEFAULT,
                                Balance.ROUND_ROBIN,
                                null)),
                CoreRig.endpoints(5));
        ScriptedWire client = rig.connect();
        for (int i = 0; i < 5; i++) {
            client.sends(GET);
            rig.turn();
            // One that had a request before would have been used again.
            rig.pod().sends(OK);
            rig.turn();
            assertTrue(client.received().startsWith("HTTP/1.1 200 "));
        }
        client.sends(GET);
        rig.turn();
        assertTrue(rig.dialled.isEmpty());
    }

    private void publish(List<Endpoint> ofTarget, List<Endpoint> ofSpare) {
        RoutePolicy policy =
                new RoutePolicy(
                        RoutePolicy.UNSTATED, RouteWaits.DEFAULT, Balance.LEAST_REQUESTS, SPARE);
        rig.publish(
                List.of(rule("/", policy)),
                List.of(new Cluster(0, CoreRig.WEB, ofTarget), new Cluster(1, SPARE, ofSpare)));
    }

    private static List<Endpoint> spare() {
        return List.of(
                new Endpoint(7, new InetSocketAddress(InetAddress.ofLiteral("10.0.9.9"), 80)));
    }

    @Test
    void shouldGoToTheFallbackWhileTheTargetHasNoEndpoint() {
        publish(CoreRig.endpoints(1), spare());
        ScriptedWire client = rig.connect();
        assertEquals("/10.0.0.1:8080", podOf(client));
        publish(List.of(), spare());
        assertEquals("/10.0.9.9:80", podOf(client));
        publish(CoreRig.endpoints(1), spare());
        assertEquals("/10.0.0.1:8080", podOf(client));
        publish(List.of(), List.of());
        client.sends(GET);
        rig.turn();
        assertReply(503, "no_endpoints", client);
    }

    private String podOf(ScriptedWire client) {
        client.sends("GET / HTTP/1.1\r\nHost: foo.org\r\nConnection: keep-alive\r\n\r\n");
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 "));
        return String.valueOf(pod.address());
    }
}
