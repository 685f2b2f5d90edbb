package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More connections than there may be. */
final class FloodIT {
    private static final int LIMIT = 40;
    private static final int TIGHT = LIMIT - LIMIT / 10;
    private static final int PER_ADDRESS = 10;
    private static final int WAITING = 5;
    private static final String HOST = "a.test";
    private static final String HERE = "127.0.0.1";

    @TempDir private static Path directory;
    private static final Semaphore answers = new Semaphore(0);
    private static final Semaphore arrived = new Semaphore(0);
    private static EchoPod echo;
    private static ScriptedPod held;
    private static TailraceProcess proxy;
    private static TailraceProcess perAddress;
    private final List<RawConnection> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        echo = EchoPod.start("echo", "echo-1");
        held =
                ScriptedPod.start(
                        (in, out) -> {
                            while (EchoedRequest.read(in, out) != null) {
                                arrived.release();
                                answers.acquire();
                                ScriptedPod.write(
                                        out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                            }
                        });
        new Manifests(directory)
                .service("echo", echo.port())
                .service("held", held.port())
                .ingress("web", HOST, "/echo=echo", "/held=held");
        proxy = TailraceProcess.start(directory, "--cores", "1", "--max-connections", "" + LIMIT);
        perAddress =
                TailraceProcess.start(
                        directory,
                        "--cores",
                        "2",
                        "--max-connections-per-ip",
                        "" + PER_ADDRESS,
                        "--max-connections",
                        "" + (PER_ADDRESS + 2));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, perAddress, echo, held}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @AfterEach
    void leave() throws IOException {
        answers.release(LIMIT);
        for (RawConnection client : clients) {
            client.close();
        }
        new Metrics(proxy).awaitQuiet();
        new Metrics(perAddress).awaitQuiet();
        answers.drainPermits();
    }

    @Test
    void shouldCloseTheLongestIdleWhenNineTenthsOfTheLimitAreOpen() throws IOException {
        Metrics metrics = new Metrics(proxy);
        for (int i = 0; i < TIGHT; i++) {
            assertEquals(200, client().get(HOST, "/echo").status());
        }
        assertEquals(TIGHT, metrics.value("tailrace_downstream_connections"));
        // The first has just been used, so the second is the longest idle.
        assertEquals(200, clients.get(0).get(HOST, "/echo").status());
        assertEquals(200, client().get(HOST, "/echo").status());
        assertEquals(RawConnection.End.CLOSED, clients.get(1).end());
        assertEquals(200, clients.get(0).get(HOST, "/echo").status());
        assertEquals(200, clients.get(2).get(HOST, "/echo").status());
        metrics.await("tailrace_downstream_connections", TIGHT);
    }

    @Test
    void shouldServeEveryNewClientWhenIdleOnesTakeAllThereIs() throws IOException {
        for (int i = 0; i < 5 * LIMIT; i++) {
            RawConnection newest = client();
            if (i % 2 == 0) {
                assertEquals(200, newest.get(HOST, "/echo").status());
            }
        }
        assertTrue(new Metrics(proxy).value("tailrace_downstream_connections") <= LIMIT);
    }

    @Test
    void shouldLeaveClientsInTheQueueWhenTheLimitIsReached() throws Exception {
        Metrics metrics = new Metrics(proxy);
        for (int i = 0; i < LIMIT; i++) {
            ask(client(), "/held");
            // Else it counts as idle, and might have to go.
            assertTrue(arrived.tryAcquire(20, TimeUnit.SECONDS), "request " + i);
        }
        String accepted = "tailrace_downstream_connections_accepted_total";
        double before = metrics.value(accepted);
        for (int i = 0; i < WAITING; i++) {
            ask(client(), "/echo");
        }
        proxy.logged("pauses: the connection limit is reached");
        assertEquals(LIMIT, metrics.value("tailrace_downstream_connections"));
        assertEquals(before, metrics.value(accepted));
        answers.release(LIMIT);
        for (int i = 0; i < LIMIT; i++) {
            assertEquals(200, clients.get(i).read().status());
        }
        for (int i = LIMIT; i < LIMIT + WAITING; i++) {
            assertEquals(200, clients.get(i).read().status());
        }
        proxy.logged("goes on");
    }

    @Test
    void shouldCloseFurtherConnectionsWhenOneAddressHasAllItMay() throws IOException {
        for (int i = 0; i < PER_ADDRESS; i++) {
            assertEquals(200, from(HERE).get(HOST, "/echo").status());
        }
        for (int i = 0; i < WAITING; i++) {
            assertTrue(from(HERE).isAtEnd());
        }
        clients.subList(PER_ADDRESS, clients.size()).clear();
        from("127.0.0.2");
        assertTrue(from(HERE).isAtEnd());
        clients.removeLast();
        // Nine tenths of all are open, and yet nobody had to go for those who may not come.
        for (RawConnection client : clients) {
            assertEquals(200, client.get(HOST, "/echo").status());
        }
        clients.get(0).close();
        new Metrics(perAddress).await("tailrace_downstream_connections", PER_ADDRESS);
        assertEquals(200, from(HERE).get(HOST, "/echo").status());
    }

    private RawConnection from(String address) throws IOException {
        InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
        RawConnection client = new RawConnection(perAddress.http(), local);
        clients.add(client);
        return client;
    }

    private RawConnection client() throws IOException {
        RawConnection client = new RawConnection(proxy.http());
        clients.add(client);
        return client;
    }

    private static void ask(RawConnection client, String path) throws IOException {
        client.send("GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
    }
}
