package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.CertTable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cores on real sockets. */
final class CoreGroupIT {
    private static final byte[] GET =
            "GET /a HTTP/1.1\r\nHost: foo.org\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final List<Socket> clients = new ArrayList<>();
    private EchoPods one;
    private EchoPods two;
    private CoreGroup cores;

    @BeforeEach
    void start() throws IOException {
        one = new EchoPods("one");
        two = new EchoPods("two");
        cores = CoreGroup.bind(settings(1));
        publish(1, one);
        cores.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        cores.close();
        one.close();
        two.close();
    }

    private static ProxySettings settings(int count) {
        return new ProxySettings(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), count);
    }

    private void publish(long generation, EchoPods pods) {
        Rule rule = new Rule("foo.org", "/", PathType.PREFIX, CoreRig.WEB, "shop/web");
        cores.snapshots()
                .publish(
                        Snapshot.of(
                                generation,
                                RouteTable.of(List.of(rule), key -> 0, generation),
                                List.of(
                                        new Cluster(
                                                0,
                                                CoreRig.WEB,
                                                List.of(new Endpoint(0, pods.address())))),
                                CertTable.empty()));
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = cores.httpAddresses().getFirst();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        clients.add(socket);
        return socket;
    }

    private boolean isRefused() {
        try {
            connect();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write(GET);
        return readResponse(socket);
    }

    /** Reads a head and the three bytes of body that our pods send. */
    private static String readResponse(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0 || text.length() < text.indexOf("\r\n\r\n") + 7) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "waited for: " + what);
            LockSupport.parkNanos(200_000);
        }
    }

    @Test
    void shouldForwardOnKeptConnections() throws IOException {
        Socket client = connect();
        for (int i = 0; i < 100; i++) {
            assertTrue(ask(client).endsWith("\r\n\r\none"));
        }
        assertEquals(1, cores.stats().getFirst().get(Counter.UPSTREAM_CONNECTED));
        // The last one is recorded just after its response was sent.
        await("exchanges over", () -> cores.stats().getFirst().get(Counter.EXCHANGES_OPEN) == 0);
        assertEquals(100, cores.stats().getFirst().takeLatency().getTotalCount());
    }

    @Test
    void shouldAdoptSnapshotAtOnceWhenAsleepAndKeepConnections() throws IOException {
        Socket client = connect();
        assertTrue(ask(client).endsWith("one"));
        for (int generation = 2; generation < 50; generation++) {
            publish(generation, generation % 2 == 0 ? two : one);
            int expected = generation;
            await("generation " + generation, () -> cores.generations().seenByAll() == expected);
            assertTrue(ask(client).endsWith(generation % 2 == 0 ? "two" : "one"));
            await("clean", () -> cores.generations().cleanByAll() == expected);
        }
        assertEquals(1, cores.stats().getFirst().get(Counter.DOWNSTREAM_ACCEPTED));
        await(
                "pools of gone endpoints close",
                () -> cores.stats().getFirst().get(Counter.UPSTREAM_OPEN) == 1);
    }

    @Test
    void shouldAllocateNothingWithManyConnections() throws IOException {
        for (int i = 0; i < 250; i++) {
            connect();
        }
        Thread core =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(t -> t.getName().equals("tailrace-core-0"))
                        .findFirst()
                        .orElseThrow();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        askAll(60);
        long before = threads.getThreadAllocatedBytes(core.threadId());
        askAll(40);
        long allocated = threads.getThreadAllocatedBytes(core.threadId()) - before;
        assertTrue(before > 0);
        assertEquals(0, allocated / 10_000, allocated + " bytes in 10,000 exchanges");
    }

    private void askAll(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (Socket client : clients) {
                client.getOutputStream().write(GET);
            }
            for (Socket client : clients) {
                assertTrue(readResponse(client).endsWith("one"));
            }
        }
    }

    @Test
    void shouldAnswerByTheFirstSnapshotWhenAskedBeforeTheStart() throws IOException {
        cores.close();
        cores = CoreGroup.bind(settings(1));
        Socket early = connect();
        early.getOutputStream().write(GET);
        publish(1, one);
        cores.start();
        assertTrue(readResponse(early).endsWith("one"));
    }

    @Test
    void shouldGiveThePortBackWhenClosedBeforeTheStart() throws IOException {
        cores.close();
        cores = CoreGroup.bind(settings(2));
        cores.close();
        assertTrue(isRefused());
    }

    @Test
    void shouldShareThePortBetweenCores() throws IOException {
        cores.close();
        cores = CoreGroup.bind(settings(3));
        publish(1, one);
        cores.start();
        await("seen", () -> cores.generations().seenByAll() == 1);
        for (int i = 0; i < 64; i++) {
            assertTrue(ask(connect()).endsWith("one"));
        }
        for (int core = 0; core < 3; core++) {
            assertTrue(
                    cores.stats().get(core).get(Counter.DOWNSTREAM_ACCEPTED) > 0, "core " + core);
        }
    }

    @Test
    void shouldNameTheAddressWhenPortIsBusy() {
        InetSocketAddress busy = cores.httpAddresses().getFirst();
        BindException e =
                assertThrows(
                        BindException.class,
                        () -> CoreGroup.bind(new ProxySettings(List.of(busy), 1)).close());
        assertTrue(String.valueOf(e.getMessage()).contains(":" + busy.getPort()), e::toString);
    }

    @Test
    void shouldFinishWhatIsInFlightWhenDraining() throws Exception {
        Socket idle = connect();
        assertTrue(ask(idle).endsWith("one"));
        Socket busy = connect();
        busy.getOutputStream().write(GET, 0, GET.length - 2);
        CoreStats stats = cores.stats().getFirst();
        await("both accepted", () -> stats.get(Counter.DOWNSTREAM_ACCEPTED) == 2);
        await("half a head read", () -> stats.get(Counter.EXCHANGES_OPEN) == 1);

        assertFalse(cores.drain(Duration.ofMillis(50)));
        assertEquals(-1, idle.getInputStream().read());
        busy.getOutputStream().write(GET, GET.length - 2, 2);
        String response = readResponse(busy);
        assertTrue(response.contains("\r\nConnection: close\r\n"), response);
        assertEquals(-1, busy.getInputStream().read());
        await("drained", () -> cores.stats().getFirst().get(Counter.DOWNSTREAM_OPEN) == 0);
        await("nothing is accepted any more", this::isRefused);
    }
}
