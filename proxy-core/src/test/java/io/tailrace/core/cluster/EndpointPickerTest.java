package io.tailrace.core.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.route.Balance;
import io.tailrace.core.route.ClusterKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EndpointPickerTest {
    private final int[] loads = new int[16];
    private final EndpointPicker picker = new EndpointPicker(e -> loads[e.id()], 200, 42);
    private final Endpoint[] tried = new Endpoint[3];

    private static Cluster cluster(int size) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            endpoints.add(
                    new Endpoint(
                            i,
                            new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + (i + 1)), 80)));
        }
        return new Cluster(0, new ClusterKey("ns", "svc", "80"), endpoints);
    }

    private Endpoint pick(Cluster cluster, int triedCount) {
        return Objects.requireNonNull(
                picker.pick(cluster, Balance.LEAST_REQUESTS, tried, triedCount));
    }

    @Test
    void shouldPickNothingWhenClusterIsEmpty() {
        assertNull(picker.pick(cluster(0), Balance.LEAST_REQUESTS, tried, 0));
    }

    @Test
    void shouldSpreadEvenlyWhenLoadsAreEqual() {
        Cluster cluster = cluster(4);
        int[] counts = new int[4];
        for (int i = 0; i < 40_000; i++) {
            counts[pick(cluster, 0).id()]++;
        }
        for (int count : counts) {
            assertTrue(count > 9_000 && count < 11_000, "count " + count);
        }
    }

    @Test
    void shouldNeverPickTheBusiestWhenLoadsDiffer() {
        Cluster cluster = cluster(4);
        loads[2] = 5;
        for (int i = 0; i < 1_000; i++) {
            assertNotSame(
                    cluster.endpoint(2), picker.pick(cluster, Balance.LEAST_REQUESTS, tried, 0));
        }
    }

    @Test
    void shouldNotPickTriedEndpointsWhenThereIsAnother() {
        Cluster cluster = cluster(3);
        tried[0] = cluster.endpoint(0);
        tried[1] = cluster.endpoint(2);
        loads[1] = 100;
        for (int i = 0; i < 100; i++) {
            assertSame(cluster.endpoint(1), picker.pick(cluster, Balance.LEAST_REQUESTS, tried, 2));
        }
    }

    @Test
    void shouldPickNoEndpointAtItsLimit() {
        Cluster cluster = cluster(3);
        loads[0] = 200;
        loads[1] = 200;
        for (int i = 0; i < 100; i++) {
            assertSame(cluster.endpoint(2), picker.pick(cluster, Balance.LEAST_REQUESTS, tried, 0));
        }
        loads[2] = 200;
        assertNull(picker.pick(cluster, Balance.LEAST_REQUESTS, tried, 0));
        assertNull(picker.pick(cluster(1), Balance.LEAST_REQUESTS, tried, 0));
    }

    @Test
    void shouldPickTriedEndpointAgainWhenThereIsNoOther() {
        Cluster two = cluster(2);
        tried[0] = two.endpoint(0);
        tried[1] = two.endpoint(1);
        assertTrue(pick(two, 2).id() < 2);
        Cluster one = cluster(1);
        tried[0] = one.endpoint(0);
        assertSame(one.endpoint(0), picker.pick(one, Balance.LEAST_REQUESTS, tried, 1));
    }

    @Test
    void shouldPickOneAfterTheOtherWhenInTurn() {
        Cluster three = cluster(3);
        int first = inTurn(three, 0).id();
        for (int i = 1; i < 30; i++) {
            assertEquals((first + i) % 3, inTurn(three, 0).id());
        }
    }

    @Test
    void shouldBeginAnywhereWhenInTurn() {
        Set<Integer> firsts = new HashSet<>();
        for (int seed = 1; seed <= 64; seed++) {
            EndpointPicker core = new EndpointPicker(e -> 0, 200, seed * 0x9e3779b97f4a7c15L);
            Endpoint first = core.pick(cluster(4), Balance.ROUND_ROBIN, tried, 0);
            firsts.add(Objects.requireNonNull(first).id());
        }
        assertEquals(Set.of(0, 1, 2, 3), firsts);
    }

    @Test
    void shouldPassOverWhatWasTriedOrIsAtItsLimitWhenInTurn() {
        Cluster three = cluster(3);
        tried[0] = three.endpoint(0);
        loads[1] = 200;
        for (int i = 0; i < 9; i++) {
            assertSame(three.endpoint(2), inTurn(three, 1));
        }
        loads[2] = 200;
        assertSame(three.endpoint(0), inTurn(three, 1));
        loads[0] = 200;
        assertNull(picker.pick(three, Balance.ROUND_ROBIN, tried, 1));
        assertNull(picker.pick(cluster(0), Balance.ROUND_ROBIN, tried, 0));
    }

    private Endpoint inTurn(Cluster cluster, int triedCount) {
        return Objects.requireNonNull(picker.pick(cluster, Balance.ROUND_ROBIN, tried, triedCount));
    }
}
