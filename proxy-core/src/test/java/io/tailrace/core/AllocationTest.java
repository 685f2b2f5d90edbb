package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tailrace.core.route.Balance;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RoutePolicy;
import io.tailrace.core.route.RouteWaits;
import io.tailrace.core.route.Rule;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A warm core allocates nothing. Its twin on real sockets is in {@link CoreGroupIT}. */
final class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int EXCHANGES = 10_000;
    private static final int MORE_ROUNDS = 4;

    private final CoreRig rig = CoreRig.withPods(1);
    private final ScriptedWire client = rig.connect();

    @Test
    void shouldAllocateNothingForForwardedExchanges() {
        assertForwardsWithoutAllocating();
    }

    @Test
    void shouldAllocateNothingWhenARuleHasAPolicy() {
        RoutePolicy policy =
                new RoutePolicy(
                        1_000,
                        new RouteWaits(1_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000),
                        Balance.ROUND_ROBIN,
                        new ClusterKey("shop", "spare", ""));
        rig.publish(
                new Rule("foo.org", "/", PathType.PREFIX, CoreRig.WEB, policy, "shop/web"),
                CoreRig.endpoints(1));
        assertForwardsWithoutAllocating();
    }

    private void assertForwardsWithoutAllocating() {
        byte[] get = bytes("GET /a/b?c=d HTTP/1.1\r\nHost: foo.org\r\nAccept: */*\r\n\r\n");
        byte[] post =
                bytes(
                        "POST /a HTTP/1.1\r\n"
                                + "Host: foo.org\r\n"
                                + "Content-Length: 5\r\n\r\n"
                                + "hello");
        byte[] chunked =
                bytes(
                        "PUT /%61 HTTP/1.1\r\n"
                                + "Host: foo.org\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "5\r\nhello\r\n0\r\n\r\n");
        byte[] plain = bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        byte[] inChunks =
                bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
        client.sends(get);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(plain);
        rig.turn();
        assertAllocatesNothing(
                () -> {
                    exchange(pod, get, plain);
                    exchange(pod, post, inChunks);
                    exchange(pod, chunked, plain);
                });
    }

    private void exchange(ScriptedWire pod, byte[] request, byte[] response) {
        client.sends(request);
        rig.turn();
        pod.sends(response);
        rig.turn();
        if (client.discardReceived() < response.length || pod.discardReceived() < request.length) {
            throw new AssertionError("not forwarded");
        }
    }

    @Test
    void shouldAllocateNothingForItsOwnReplies() {
        byte[] unrouted = bytes("GET / HTTP/1.1\r\nHost: other.org\r\n\r\n");
        assertAllocatesNothing(
                () -> {
                    client.sends(unrouted);
                    rig.turn();
                    client.discardReceived();
                });
    }

    @Test
    void shouldAllocateNothingUnderBackPressure() {
        byte[] get = bytes("GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n");
        byte[] large =
                bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + "x".repeat(99_999));
        client.sends(get);
        rig.turn();
        ScriptedWire pod = rig.pod();
        pod.sends(large);
        rig.turn();
        assertAllocatesNothing(
                () -> {
                    client.discardReceived();
                    client.sends(get);
                    client.takes(1_000);
                    rig.turn();
                    pod.discardReceived();
                    pod.sends(large);
                    rig.turn();
                    client.takes(Integer.MAX_VALUE);
                    rig.turn();
                });
    }

    /** Once it is compiled, which takes longer on a busy machine. */
    private static void assertAllocatesNothing(Runnable exchanges) {
        run(exchanges);
        long allocated = run(exchanges);
        for (int more = 0; more < MORE_ROUNDS && allocated >= EXCHANGES; more++) {
            allocated = run(exchanges);
        }
        assertEquals(0, allocated / EXCHANGES, allocated + " bytes in " + EXCHANGES + " rounds");
    }

    /** Bytes that this many rounds allocate. */
    private static long run(Runnable exchanges) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertTrue(before > 0);
        for (int i = 0; i < EXCHANGES; i++) {
            exchanges.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
