package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that may open no further file. */
final class DescriptorsIT {
    private static final int DESCRIPTORS = 300;
    private static final int CLIENTS = 400;

    /** So many stay: with what the process itself has open they fit. */
    private static final int STAYING = 150;

    private static final long PERIOD_MS = 2_000;

    @TempDir private Path directory;

    @Test
    void shouldPauseAcceptingWithoutBusyLoopAndGoOnWhenDescriptorsRunOut() throws Exception {
        List<RawConnection> clients = new ArrayList<>();
        try (EchoPod warm = EchoPod.start("warm", "warm-1");
                EchoPod cold = EchoPod.start("cold", "cold-1")) {
            new Manifests(directory)
                    .service("warm", warm.port())
                    .service("cold", cold.port())
                    .ingress("web", "a.test", "/warm=warm", "/cold=cold");
            try (TailraceProcess proxy =
                            TailraceProcess.startWithDescriptors(
                                    DESCRIPTORS,
                                    directory,
                                    "--cores",
                                    "1",
                                    "--max-connections",
                                    "100000");
                    RawConnection early = new RawConnection(proxy.http())) {
                assertEquals(200, early.get("a.test", "/warm").status());
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new RawConnection(proxy.http()));
                }
                proxy.logged("pauses: ");
                ProcessFigures figures = proxy.figures();
                Until.isTrue("all taken", () -> figures.openDescriptors() == DESCRIPTORS);

                long cpuMs = cpuOf(figures);
                System.out.println(
                        "no descriptor left: " + cpuMs + " ms of CPU in " + PERIOD_MS + " ms");
                assertTrue(cpuMs < PERIOD_MS / 2, cpuMs + " ms of CPU while accept pauses");
                assertEquals(1, lines(proxy, "pauses: "), proxy.log()::toString);
                assertTrue(proxy.log().size() < 10, proxy.log()::toString);

                // What is open is served where a connection to a pod is open too, and told else.
                assertEquals(200, early.get("a.test", "/warm").status());
                RawResponse unreached = early.get("a.test", "/cold");
                assertEquals(503, unreached.status());
                assertEquals("no_descriptors", unreached.reason());

                for (RawConnection leaving : clients.subList(0, CLIENTS - STAYING)) {
                    leaving.close();
                }
                for (RawConnection staying : clients.subList(CLIENTS - STAYING, CLIENTS)) {
                    assertEquals(200, staying.get("a.test", "/cold").status());
                }
                proxy.logged("goes on");
            }
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldServeNewClientsWhenIdleOnesWouldTakeAllDescriptors() throws Exception {
        List<RawConnection> clients = new ArrayList<>();
        try (EchoPod pod = EchoPod.start("web", "web-1")) {
            new Manifests(directory).service("web", pod.port()).ingress("web", "a.test", "/=web");
            // By default the limit of connections lies below that of descriptors.
            try (TailraceProcess proxy =
                    TailraceProcess.startWithDescriptors(DESCRIPTORS, directory, "--cores", "1")) {
                for (int i = 0; i < CLIENTS; i++) {
                    RawConnection client = new RawConnection(proxy.http());
                    clients.add(client);
                    if (i % 10 == 0) {
                        assertEquals(200, client.get("a.test", "/").status());
                    }
                }
                assertEquals(0, lines(proxy, "Too many open files"), proxy.log()::toString);
                assertTrue(proxy.figures().openDescriptors() < DESCRIPTORS);
            }
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    /** CPU time over a period in which nothing happens. */
    private static long cpuOf(ProcessFigures figures) throws InterruptedException {
        long before = figures.cpuMs();
        Thread.sleep(PERIOD_MS);
        return figures.cpuMs() - before;
    }

    private static long lines(TailraceProcess proxy, String text) {
        return proxy.log().stream().filter(line -> line.contains(text)).count();
    }
}
