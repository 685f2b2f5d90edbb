package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests that change while the proxy runs. */
final class EditIT {
    private static final String HOST = "web.test";
    private static final int CONNECTIONS = 10;
    private static final Duration LONGEST_LAG = Duration.ofSeconds(5);
    private static final Duration SLEEP = Duration.ofSeconds(3);

    @TempDir private Path directory;
    private EchoPod older;
    private EchoPod newer;
    private Manifests manifests;

    @BeforeEach
    void write() throws IOException {
        older = EchoPod.start("older", "older-1");
        newer = EchoPod.start("newer", "newer-1");
        manifests = new Manifests(directory);
        manifests.service("older", older.port()).service("newer", newer.port());
        manifests.ingress("web", HOST, "/moved=older", "/stays=older");
    }

    @AfterEach
    void stop() throws IOException {
        older.close();
        newer.close();
    }

    @Test
    void shouldObeyTheEditAndFailNoRequestWhenUnderLoad() throws Exception {
        try (TailraceProcess proxy = TailraceProcess.start(directory, "--cores", "2");
                ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong answers = new AtomicLong();
            List<Future<Long>> loads = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    loads.add(clients.submit(load(proxy.http(), stop, answers)));
                }
                awaitMore(answers);

                long editedNs = System.nanoTime();
                manifests.ingress("web", HOST, "/moved=newer", "/stays=older", "/added=newer");
                awaitRule(proxy.http());
                Duration lag = Duration.ofNanos(System.nanoTime() - editedNs);
                System.out.println("edit in force after " + lag.toMillis() + " ms");
                assertTrue(lag.compareTo(LONGEST_LAG) < 0, lag.toString());

                awaitMore(answers);
            } finally {
                stop.set(true);
            }
            long byNewer = 0;
            for (Future<Long> load : loads) {
                byNewer += load.get();
            }
            assertTrue(byNewer > 0, "no connection saw the new rule");
            assertEquals(newer.name(), RawConnection.get(proxy.http(), HOST, "/moved").pod());
        }
    }

    @Test
    void shouldAnswerTheFirstRequestByTheEditWhenTheProxyHasSlept() throws Exception {
        try (TailraceProcess proxy = TailraceProcess.start(directory);
                RawConnection idle = new RawConnection(proxy.http())) {
            assertEquals(older.name(), idle.get(HOST, "/moved").pod());
            // Not to wait for something: the cores are to be long asleep.
            Thread.sleep(SLEEP);

            manifests.ingress("web", HOST, "/moved=newer", "/stays=older");
            proxy.logged("generation 2:");

            assertEquals(newer.name(), idle.get(HOST, "/moved").pod());
            assertEquals(newer.name(), RawConnection.get(proxy.http(), HOST, "/moved").pod());
        }
    }

    @Test
    void shouldKeepWhatWasGoodWhenAnEditIsBroken() throws Exception {
        try (TailraceProcess proxy = TailraceProcess.start(directory)) {
            manifests.write("ingress-web", "kind: Ingress\nmetadata: [broken\n");
            String line = proxy.logged("ingress-web.yaml");
            assertTrue(line.contains(" WARN "), line);
            assertEquals(older.name(), RawConnection.get(proxy.http(), HOST, "/moved").pod());

            manifests.ingress("web", HOST, "/moved=newer");
            Until.isTrue("mended", () -> pod(proxy.http(), "/moved").equals(newer.name()));
        }
    }

    @Test
    void shouldMoveToTheNewPodWhenTheEndpointsChange() throws Exception {
        try (TailraceProcess proxy = TailraceProcess.start(directory);
                RawConnection client = new RawConnection(proxy.http())) {
            assertEquals(older.name(), client.get(HOST, "/stays").pod());
            manifests.service("older", newer.port());
            Until.isTrue("new pod", () -> pod(proxy.http(), "/stays").equals(newer.name()));
            assertEquals(newer.name(), client.get(HOST, "/stays").pod());
        }
    }

    /** A request after another on one connection; returns how many the newer pod answered. */
    private Callable<Long> load(InetSocketAddress http, AtomicBoolean stop, AtomicLong answers) {
        return () -> {
            long byNewer = 0;
            try (RawConnection client = new RawConnection(http)) {
                while (!stop.get()) {
                    RawResponse moved = client.get(HOST, "/moved");
                    assertEquals(200, moved.status(), moved.head());
                    boolean isNewer = moved.pod().equals(newer.name());
                    assertTrue(isNewer || byNewer == 0, "back to an older generation");
                    byNewer += isNewer ? 1 : 0;
                    RawResponse stays = client.get(HOST, "/stays");
                    assertEquals(older.name(), stays.pod(), stays.head());
                    answers.addAndGet(2);
                }
            }
            return byNewer;
        };
    }

    private static void awaitMore(AtomicLong answers) {
        long before = answers.get();
        Until.isTrue("load", () -> answers.get() > before + 1_000);
    }

    private static void awaitRule(InetSocketAddress http) {
        Until.isTrue("rule /added", () -> !pod(http, "/added").isEmpty());
    }

    private static String pod(InetSocketAddress http, String path) {
        try {
            return RawConnection.get(http, HOST, path).pod();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
