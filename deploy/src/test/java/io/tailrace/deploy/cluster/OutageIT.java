package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.RawResponse;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in force stays so while the API server says nothing, and what it says then counts. */
@OnCluster
final class OutageIT {
    private static final int MANY = 200;

    private final Cluster cluster;

    OutageIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldServeOnWhenTheApiServerIsKilledAndFollowItWhenItIsBack() throws Exception {
        cluster.service("web", 2);
        cluster.apply(Cluster.ingress("before", "before.test", "/", "web"));
        TailraceProcess proxy = cluster.tailrace();
        cluster.awaitAddress("before");
        try (Asking asking = Asking.start(proxy.http(), "before.test")) {
            cluster.server().kill();
            awaitMore(asking);
            assertEquals(200, ready(proxy).status());
            cluster.server().start();
            cluster.apply(Cluster.ingress("after", "after.test", "/", "web"));
            assertServed(proxy, "after");
            awaitMore(asking);
            assertEquals(List.of(), asking.wrong());
        }
    }

    @Test
    void shouldServeOnWhenItsRightsAreTakenAndFollowWhenTheyAreBack() throws Exception {
        cluster.service("web", 2);
        cluster.apply(Cluster.ingress("granted", "granted.test", "/", "web"));
        try {
            TailraceProcess proxy = cluster.tailrace();
            cluster.awaitAddress("granted");
            try (Asking asking = Asking.start(proxy.http(), "granted.test")) {
                cluster.server().revoke();
                // Watches that are open outlive the rights they were opened with.
                cluster.server().kill();
                cluster.server().start();
                awaitMore(asking);
                assertEquals(200, ready(proxy).status());
                cluster.server().grant();
                cluster.apply(Cluster.ingress("again", "again.test", "/", "web"));
                assertServed(proxy, "again");
                assertEquals(List.of(), asking.wrong());
            }
        } finally {
            cluster.server().grant();
        }
    }

    private void assertServed(TailraceProcess proxy, String ingress) throws IOException {
        cluster.awaitAddress(ingress);
        RawResponse response = RawConnection.get(proxy.http(), ingress + ".test", "/");
        assertEquals(200, response.status(), response::toString);
    }

    private static RawResponse ready(TailraceProcess proxy) throws IOException {
        return RawConnection.get(proxy.admin(), "127.0.0.1", "/readyz");
    }

    private static void awaitMore(Asking asking) {
        long enough = asking.right() + MANY;
        Until.isTrue(
                "so many right answers more",
                () -> asking.right() >= enough || !asking.wrong().isEmpty());
    }
}
