package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a running proxy. */
final class AdminIT {
    @TempDir private Path directory;

    @Test
    void shouldTellHealthReadinessAndMetricsWhenAsked() throws Exception {
        try (EchoPod pod = EchoPod.start("web", "web-1")) {
            new Manifests(directory).service("web", pod.port()).ingress("web", "web.test", "/=web");
            try (TailraceProcess proxy = TailraceProcess.start(directory)) {
                try (RawConnection client = new RawConnection(proxy.http())) {
                    for (int i = 0; i < 3; i++) {
                        assertEquals(200, client.get("web.test", "/").status());
                    }
                    assertEquals(404, client.get("unknown.test", "/").status());
                    assertEquals(200, admin(proxy, "/healthz").status());
                    assertEquals(200, admin(proxy, "/readyz").status());
                    Metrics metrics = new Metrics(proxy);
                    metrics.await("tailrace_requests_total{code_class=\"2xx\"}", 3);
                    metrics.await("tailrace_requests_total{code_class=\"4xx\"}", 1);
                    metrics.await("tailrace_replies_total{reason=\"no_route\"}", 1);
                    metrics.await("tailrace_downstream_connections", 1);
                    metrics.await("tailrace_generation", 1);
                    metrics.await("tailrace_exchange_latency_seconds_count", 4);
                }
            }
        }
    }

    @Test
    void shouldGiveTheMetricsThatAreDocumentedWhenAsked() throws Exception {
        new Manifests(directory);
        try (TailraceProcess proxy = TailraceProcess.start(directory)) {
            Set<String> documented = Metrics.documented();
            // There is no certificate that could expire; CertificatesIT looks for it.
            assertTrue(documented.remove("tailrace_certificate_expiry_seconds"));
            // Nor is there an API server; cluster.WatchIT looks for these.
            assertTrue(documented.removeIf(Metrics::isOfCluster));
            assertEquals(documented, new Metrics(proxy).given());
        }
    }

    @Test
    void shouldRefuseWhenTheHostIsANameOfAnotherOrigin() throws Exception {
        new Manifests(directory);
        try (TailraceProcess proxy = TailraceProcess.start(directory)) {
            int status = RawConnection.get(proxy.admin(), "attacker.test", "/metrics").status();
            assertTrue(status >= 400, "status " + status);
            assertNotEquals(200, admin(proxy, "/nothing").status());
        }
    }

    private static RawResponse admin(TailraceProcess proxy, String path) throws IOException {
        return RawConnection.get(proxy.admin(), "127.0.0.1", path);
    }
}
