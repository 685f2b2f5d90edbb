package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import io.tailrace.http.PathRules;
import org.junit.jupiter.api.Test;

/** What the settings of a host's class do to its requests. */
final class ClassSettingsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static CoreRig rig(ClassSettings settings) {
        CoreRig rig = new CoreRig();
        Rule rule = new Rule("foo.org", "/a", PathType.PREFIX, CoreRig.WEB, "shop/web");
        rig.publish(rule, settings, CoreRig.endpoints(1));
        return rig;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    }

    @Test
    void shouldRefuseEncodedSlashesWhenTold() {
        CoreRig rig = rig(new ClassSettings(new PathRules(true, false), false, false));
        ScriptedWire client = rig.connect();
        client.sends(get("/a%2fb"));
        rig.turn();
        String reply = client.received();
        assertTrue(reply.startsWith("HTTP/1.1 400 "), reply);
        assertTrue(reply.contains("X-Tailrace-Reason: encoded_slash\r\n"), reply);
        assertTrue(rig.dialled.isEmpty());
    }

    @Test
    void shouldMatchMergedAndForwardAsItCameWhenTold() {
        CoreRig rig = rig(new ClassSettings(new PathRules(false, true), false, false));
        ScriptedWire client = rig.connect();
        client.sends(get("//a//b?c//d"));
        rig.turn();
        assertTrue(rig.pod().received().startsWith("GET //a//b?c//d HTTP/1.1\r\n"));
    }

    @Test
    void shouldTellThePodByForwardedWhenTold() {
        CoreRig rig = rig(new ClassSettings(PathRules.DEFAULT, false, true));
        ScriptedWire client = rig.connect();
        client.sends(get("/a"));
        rig.turn();
        String head = rig.pod().received();
        assertTrue(
                head.contains("\r\nForwarded: for=192.0.2.7;proto=http;host=\"foo.org\"\r\n"),
                head);
    }

    @Test
    void shouldCancelWhenTheClientFinishesSendingAndToldSo() {
        CoreRig rig = rig(new ClassSettings(PathRules.DEFAULT, true, false));
        ScriptedWire client = rig.connect();
        client.sends(get("/a"));
        client.ends();
        rig.turn();
        assertTrue(rig.pod().isClosed());
        assertTrue(client.isClosed());
        assertEquals(1, rig.reason(Fault.CLIENT_GONE));
        assertEquals(0, rig.stats.get(Counter.EXCHANGES_OPEN));
    }

    @Test
    void shouldServeAClientThatHasFinishedSendingUnlessTold() {
        CoreRig rig = rig(ClassSettings.DEFAULT);
        ScriptedWire client = rig.connect();
        client.sends(get("/a"));
        client.ends();
        rig.turn();
        ScriptedWire pod = rig.pod();
        assertFalse(client.isClosed());
        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().endsWith("ok"));
        assertTrue(client.isClosed());
    }
}
