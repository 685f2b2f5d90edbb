package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.route.RouteTable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a core holds of generations that are no longer the newest. */
final class SnapshotLifeTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: foo.org\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final int MOST_COLLECTIONS = 100;

    private final CoreRig rig = CoreRig.withPods(2);
    private final List<WeakReference<Snapshot>> snapshots = new ArrayList<>();
    private final List<WeakReference<RouteTable>> tables = new ArrayList<>();

    @Test
    void shouldHoldOneTableWhileAnExchangeIsStuckAndTwoWhileTheNewestIsNotSeen() {
        note();
        ScriptedWire client = rig.connect();
        client.sends(GET);
        rig.turn();
        ScriptedWire pod = rig.pod();
        for (int i = 0; i < 5; i++) {
            publish();
            rig.turn();
        }
        assertEquals(6, rig.board.seen(0));
        assertTrue(rig.board.clean(0) < 6, "the exchange was routed by an older one");
        assertReachable(1);

        publish();
        publish();
        assertReachable(2);
        rig.turn();
        assertReachable(1);

        pod.sends(OK);
        rig.turn();
        assertTrue(client.received().endsWith("\r\n\r\nok"));
        rig.turn();
        assertEquals(8, rig.board.seen(0));
        assertEquals(8, rig.board.clean(0));
    }

    private void publish() {
        rig.publish(CoreRig.endpoints(2));
        note();
    }

    private void note() {
        Snapshot newest = rig.cell.current();
        snapshots.add(new WeakReference<>(newest));
        tables.add(new WeakReference<>(newest.routes()));
    }

    private void assertReachable(int most) {
        long reachable = 0;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            System.gc();
            reachable = Math.max(count(snapshots), count(tables));
            if (reachable <= most) {
                return;
            }
        }
        assertEquals(most, reachable);
    }

    private static <T> long count(List<WeakReference<T>> references) {
        return references.stream().filter(reference -> !reference.refersTo(null)).count();
    }
}
