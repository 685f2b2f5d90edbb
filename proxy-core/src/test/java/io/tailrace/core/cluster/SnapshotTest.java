package io.tailrace.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.tls.CertTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SnapshotTest {
    private final Endpoint first = endpoint(0);
    private final Endpoint second = endpoint(1);
    private final Cluster web = cluster(0, "web", first);
    private final Cluster api = cluster(1, "api", second);
    private final Snapshot snapshot =
            Snapshot.of(1, RouteTable.empty(), List.of(web, api), CertTable.empty());

    @Test
    void shouldFollowChangedClustersAndLeaveTheFormerSnapshotAsItWas() {
        Endpoint third = endpoint(2);
        Cluster grown = cluster(0, "web", third);
        Cluster more = cluster(2, "more", endpoint(7));

        Snapshot next = with(snapshot, List.of(grown, more), List.of(api));

        assertSame(grown, next.cluster(web.key()));
        assertSame(grown, next.cluster(0));
        assertSame(more, next.cluster(2));
        assertNull(next.cluster(api.key()));
        assertThrows(IllegalStateException.class, () -> next.cluster(1));
        assertTrue(next.holds(third));
        assertFalse(next.holds(first));
        assertFalse(next.holds(second));
        assertEquals(8, next.endpointIdBound());
        assertSame(web, snapshot.cluster(0));
        assertTrue(snapshot.holds(first) && snapshot.holds(second));
        assertFalse(snapshot.holds(third));
    }

    @Test
    void shouldKeepAnEndpointThatStaysInItsCluster() {
        Snapshot next = with(snapshot, List.of(cluster(0, "web", first, endpoint(2))), List.of());

        assertTrue(next.holds(first));
    }

    @Test
    void shouldBeSmallAgainWhenClustersAreGone() {
        Snapshot next = with(snapshot, List.of(), List.of(api));

        assertEquals(1, next.endpointIdBound());
        assertEquals(0, with(next, List.of(), List.of(web)).endpointIdBound());
    }

    @Test
    void shouldTakeEachIdOnce() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Snapshot.of(
                                1,
                                RouteTable.empty(),
                                List.of(web, cluster(0, "api")),
                                CertTable.empty()));
    }

    private static Snapshot with(Snapshot former, List<Cluster> put, List<Cluster> gone) {
        return former.with(
                former.generation() + 1,
                former.routes(),
                put,
                gone,
                Set.of(),
                former.certificates());
    }

    private static Cluster cluster(int id, String name, Endpoint... endpoints) {
        return new Cluster(id, new ClusterKey("shop", name, "80"), List.of(endpoints));
    }

    private static Endpoint endpoint(int id) {
        return new Endpoint(
                id, new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + (id + 1)), 8080));
    }
}
