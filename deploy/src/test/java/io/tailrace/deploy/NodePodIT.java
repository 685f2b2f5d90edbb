package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Node's http server behind the proxy, which closes connections that were idle for 5 s: requests
 * that come just then are lost by proxies that keep connections longer.
 */
final class NodePodIT {
    private static final String SHORT_MS = "1200";

    @TempDir private static Path directory;

    /**
     * A pod.
     *
     * @param keepAliveMs how long it keeps an idle connection
     * @param tells whether its answers say so
     */
    private record Pod(String keepAliveMs, String tells, Gaps gaps) {}

    private static final List<Pod> PODS =
            List.of(
                    new Pod("default", "yes", new Gaps("telling-5", 8, 2, 4850, 15, "/", "/")),
                    new Pod("default", "no", new Gaps("silent-5", 8, 2, 4850, 15, "/", "/")),
                    new Pod(SHORT_MS, "yes", new Gaps("telling", 8, 5, 1150, 3, "/", "/")),
                    new Pod(SHORT_MS, "no", new Gaps("silent", 16, 6, 1150, 1, "/", "/")));
    private static final List<PeerProcess> PROCESSES = new ArrayList<>();
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        Manifests manifests = new Manifests(directory);
        for (Pod pod : PODS) {
            PeerProcess process =
                    PeerProcess.start(Peers.node("http_pod.js", pod.keepAliveMs(), pod.tells()));
            PROCESSES.add(process);
            pod.gaps().describe(manifests, process.port());
        }
        proxy = TailraceProcess.start(directory, "--cores", "2");
    }

    @AfterAll
    static void stop() {
        PROCESSES.forEach(PeerProcess::close);
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void shouldLoseNoRequestWhenItMeetsTheCloseOfAnIdleConnection() throws Exception {
        List<Future<List<String>>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Pod pod : PODS) {
                results.add(threads.submit(() -> pod.gaps().lost(proxy.http())));
            }
        }
        for (Future<List<String>> result : results) {
            assertEquals(List.of(), result.get());
        }
        for (Pod pod : PODS) {
            String host = pod.gaps().name() + "-1.test";
            RawResponse response = RawConnection.get(proxy.http(), host, "/");
            int connections = Integer.parseInt(response.field("x-connections"));
            assertTrue(connections > pod.gaps().clients(), () -> pod + " closed no connection");
        }
    }
}
