package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.buffer.BufferPool;
import io.tailrace.core.config.Limits;
import org.junit.jupiter.api.Test;

/** A side that is slow holds the other back, and nothing piles up between them. */
final class BackPressureTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final int BODY = 1 << 20;

    private final CoreRig rig = CoreRig.withPods(1);

    @Test
    void shouldStopReadingThePodWhileTheClientIsSlow() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        client.takes(0);
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
        pod.sends(new byte[BODY]);
        rig.turn();
        assertTrue(pod.unread() > BODY - 70_000, "read on: " + pod.unread());
        assertFalse(pod.wantsRead());

        int received = 0;
        for (int i = 0; i < 1_000 && received < BODY; i++) {
            client.takes(5_000);
            rig.turn();
            received += client.discardReceived();
        }
        client.takes(Integer.MAX_VALUE);
        rig.turn();
        received += client.discardReceived();
        assertTrue(received > BODY && received < BODY + 300, "received " + received);
        assertFalse(client.isClosed());

        client.sends(GET);
        rig.turn();
        assertTrue(pod.received().endsWith("\r\n\r\n"), "pod's connection was not reused");
    }

    @Test
    void shouldStopReadingTheClientWhileThePodIsSlow() {
        ScriptedWire client = rig.connect();
        rig.pods = CoreRig.Pods.PENDING;
        client.sends("POST / HTTP/1.1\r\nHost: foo.org\r\nContent-Length: " + BODY + "\r\n\r\n");
        client.sends(new byte[BODY]);
        rig.turn();
        assertTrue(client.unread() > BODY - 70_000, "read on while connecting");
        ScriptedWire pod = rig.pod();
        pod.accepts();
        pod.takes(0);
        rig.turn();
        assertTrue(client.unread() > BODY - 140_000, "read on: " + client.unread());

        int received = 0;
        for (int i = 0; i < 1_000 && client.unread() > 0; i++) {
            pod.takes(5_000);
            rig.turn();
            received += pod.discardReceived();
        }
        pod.takes(Integer.MAX_VALUE);
        rig.turn();
        received += pod.discardReceived();
        assertTrue(received > BODY && received < BODY + 500, "received " + received);
        pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.turn();
        assertTrue(client.received().startsWith("HTTP/1.1 200 OK\r\n"));
        assertFalse(client.isClosed());
    }

    @Test
    void shouldAnswerNoFurtherRequestWhileAnswersAreNotTaken() {
        ScriptedWire client = rig.connect();
        client.takes(0);
        client.sends("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10_000));
        rig.turn();
        assertTrue(client.unread() > 100_000, "read on: " + client.unread());
        client.takes(Integer.MAX_VALUE);
        rig.turn();
        assertEquals(10_000, client.received().split("HTTP/1.1 404 ", -1).length - 1);
    }

    @Test
    void shouldWaitForBuffersAndGoOnWhenTheyAreBack() {
        CoreRig small = new CoreRig(1 << 20, Limits.defaults());
        small.publish(CoreRig.endpoints(1));
        ScriptedWire client = small.connect();
        int inFlight = 0;
        do {
            client.sends(GET);
            small.turn();
            if (small.dialled.size() == inFlight) {
                break;
            }
            inFlight++;
            client = small.connect();
        } while (inFlight < 10_000);
        assertTrue(inFlight > 100 && inFlight < 10_000, "in flight: " + inFlight);
        assertTrue(small.core.takenBufferBytes() <= 1 << 20);
        assertFalse(client.wantsRead());

        small.pod().sends("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        small.turn();
        assertTrue(small.core.takenBufferBytes() <= 1 << 20);
        assertTrue(client.wantsRead(), "not woken");
        assertEquals(0, client.unread());
    }

    @Test
    void shouldServeOthersWhileManyReadersAreSlow() {
        CoreRig small = new CoreRig(1 << 20, Limits.defaults());
        small.publish(CoreRig.endpoints(1));
        for (int i = 0; i < 40; i++) {
            ScriptedWire slow = small.connect();
            slow.sends(GET);
            small.turn();
            ScriptedWire pod = small.pod();
            slow.takes(0);
            pod.sends("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n");
            pod.sends(new byte[200_000]);
            small.turn();
            assertTrue(pod.unread() > 100_000, "pod " + i + " was read on");
        }
        ScriptedWire client = small.connect();
        for (int i = 0; i < 10; i++) {
            client.sends(GET);
            small.turn();
            ScriptedWire pod = small.pod();
            pod.sends("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 20000\r\n\r\n");
            pod.sends(new byte[20_000]);
            small.turn();
            assertTrue(client.discardReceived() > 20_000);
        }
    }

    @Test
    void shouldHoldNoBufferWhenIdle() {
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        rig.pod().sends("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.turn();
        client.received();
        assertEquals(0, rig.core.takenBufferBytes());
        client.sends("GET / HT");
        rig.turn();
        assertEquals(BufferPool.SMALL, rig.core.takenBufferBytes());
    }
}
