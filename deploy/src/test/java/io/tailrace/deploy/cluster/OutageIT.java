package io.tailrace.deploy.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tailrace.deploy.Metrics;
import io.tailrace.deploy.RawConnection;
import io.tailrace.deploy.RawResponse;
import io.tailrace.deploy.TailraceProcess;
import io.tailrace.deploy.Until;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is in force stays so while the API server says nothing, and what it says then counts. */
@OnCluster
final class OutageIT {
    private static final int MANY = 200;

    private final Cluster cluster;
    private final TailraceProcess proxy;

    OutageIT(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.proxy = cluster.tailrace();
    }

    @AfterEach
    void end() {
        cluster.server().ensureRunning();
        cluster.server().grant();
        Cluster.end(proxy);
    }

    @Test
    void shouldServeOnWhenTheApiServerIsKilledAndFollowItWhenItIsBack() throws Exception {
        cluster.service("web", 2);
        cluster.apply(Cluster.ingress("before", "before.test"));
        cluster.awaitAddress("before");
        try (Asking asking = Asking.start(proxy.http(), "before.test")) {
            cluster.server().kill();
            awaitAway();
            awaitMore(asking);
            cluster.server().start();
            cluster.apply(Cluster.ingress("after", "after.test"));
            assertServed("after");
            awaitMore(asking);
            assertEquals(List.of(), asking.wrong());
        }
    }

    @Test
    void shouldServeOnWhenItsRightsAreTakenAndFollowWhenTheyAreBack() throws Exception {
        cluster.service("web", 2);
        cluster.apply(Cluster.ingress("granted", "granted.test"));
        cluster.awaitAddress("granted");
        try (Asking asking = Asking.start(proxy.http(), "granted.test")) {
            cluster.server().revoke();
            // Watches that are open outlive the rights they were opened with.
            cluster.server().kill();
            awaitAway();
            cluster.server().start();
            proxy.logged("we have no right to list and watch");
            awaitAway();
            awaitMore(asking);
            cluster.server().grant();
            cluster.apply(Cluster.ingress("again", "again.test"));
            assertServed("again");
            assertEquals(List.of(), asking.wrong());
        }
    }

    private void assertServed(String ingress) throws IOException {
        cluster.awaitAddress(ingress);
        RawResponse response = RawConnection.get(proxy.http(), ingress + ".test", "/");
        assertEquals(200, response.status(), response::toString);
    }

    /** Waits until it hears nothing of changes; it is ready all the same. */
    private void awaitAway() throws IOException {
        new Metrics(proxy).await("tailrace_apiserver_connected{kind=\"ingress\"}", 0);
        RawResponse ready = RawConnection.get(proxy.admin(), "127.0.0.1", "/readyz");
        assertEquals(200, ready.status(), ready::toString);
    }

    private static void awaitMore(Asking asking) {
        long enough = asking.right() + MANY;
        Until.isTrue(
                "so many right answers more",
                () -> asking.right() >= enough || !asking.wrong().isEmpty());
    }
}
