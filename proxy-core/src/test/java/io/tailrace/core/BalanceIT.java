package io.tailrace.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.AcceptedSocket;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.handoff.CoreCommand;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.DrainSignal;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.GroupState;
import io.tailrace.core.handoff.Mailbox;
import io.tailrace.core.handoff.PodContexts;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.loop.Clock;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.transport.NioWire;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How connections are spread over cores, on real sockets. */
final class BalanceIT {
    private static final byte[] GET =
            "GET /a HTTP/1.1\r\nHost: foo.org\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int CORES = 4;
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<Socket> clients = new ArrayList<>();
    private EchoPods pods;
    private CoreGroup cores;

    @BeforeEach
    void start() throws IOException {
        pods = new EchoPods("one");
        cores = CoreGroup.bind(new ProxySettings(List.of(ANY), CORES));
        cores.snapshots().publish(snapshot());
        cores.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        cores.close();
        pods.close();
    }

    private Snapshot snapshot() {
        Rule rule = new Rule("foo.org", "/", PathType.PREFIX, CoreRig.WEB, "shop/web");
        return Snapshot.of(
                1,
                RouteTable.of(List.of(rule), key -> 0, 1),
                List.of(new Cluster(0, CoreRig.WEB, List.of(new Endpoint(0, pods.address())))),
                CertTable.empty());
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        clients.add(socket);
        return socket;
    }

    private void connect(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connect(cores.httpAddresses().getFirst());
        }
    }

    /** Reads a head and the three bytes of body that our pods send. */
    private static void ask(Socket socket) throws IOException {
        socket.getOutputStream().write(GET);
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\none")) {
            int next = in.read();
            assertTrue(next >= 0, "closed after " + text);
            text.append((char) next);
        }
    }

    private int[] open() {
        return cores.stats().stream()
                .mapToInt(stats -> (int) stats.get(Counter.DOWNSTREAM_OPEN))
                .toArray();
    }

    private static String text(int[] counts) {
        return IntStream.of(counts).boxed().toList().toString();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "waited for: " + what);
            LockSupport.parkNanos(200_000);
        }
    }

    /** Whether the proxy ends the connection, in time and without a word. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true; // a reset
        }
    }

    @Test
    void shouldGiveEachCoreItsShareWhenFewConnectionsLast() throws IOException {
        for (int i = 0; i < 8; i++) {
            ask(connect(cores.httpAddresses().getFirst()));
        }
        for (int count : open()) {
            assertTrue(count >= 1 && count <= 3, text(open()));
        }
        for (Socket client : clients) {
            ask(client);
        }
    }

    @Test
    void shouldSpreadEvenlyAndLoseNoneWhenConnectionsComeInABurst() throws IOException {
        connect(1_000);
        await("all accepted", () -> IntStream.of(open()).sum() == 1_000);
        int most = IntStream.of(open()).max().orElseThrow();
        int fewest = IntStream.of(open()).min().orElseThrow();
        // Cores that decide at the same time may each add one.
        assertTrue(most - fewest <= fewest / 4 + CORES, text(open()));
        for (Socket client : clients) {
            ask(client);
        }
    }

    @Test
    void shouldCloseEveryConnectionWhenStoppedInABurst() throws IOException {
        connect(300);
        cores.close();
        for (Socket client : clients) {
            assertTrue(isClosed(client));
        }
    }

    @Test
    void shouldCloseEveryConnectionWhenDrainedInABurst() throws Exception {
        connect(300);
        assertTrue(cores.drain(Duration.ofSeconds(30)));
        for (Socket client : clients) {
            assertTrue(isClosed(client));
        }
        await("all counted out", () -> IntStream.of(open()).sum() == 0);
    }

    @Test
    void shouldKeepItsOwnWhenTheOtherCoreTakesNone() throws Exception {
        ConnectionCount count = new ConnectionCount(2, Integer.MAX_VALUE, Integer.MAX_VALUE);
        try (Selector selector = Selector.open()) {
            Doorbell doorbell = new Doorbell(selector::wakeup);
            Mailbox own = new Mailbox(doorbell);
            Mailbox stuck = new Mailbox(new Doorbell(() -> {}));
            SnapshotCell cell = new SnapshotCell(List.of(doorbell), snapshot -> {});
            cell.publish(snapshot());
            GenerationBoard board = new GenerationBoard(2);
            CoreStats stats = new CoreStats(0, Fault.reasons());
            ProxyCore core =
                    new ProxyCore(
                            new CoreLoop(
                                    stats, selector, Clock.system(), doorbell, own, cell, board),
                            new ProxySettings(List.of(ANY), 2),
                            address -> NioWire.connecting(address, selector),
                            new GroupState(
                                    board,
                                    new DrainSignal(2),
                                    count,
                                    List.of(own, stuck),
                                    null,
                                    new PodContexts(
                                            TlsSettings.defaults(), InstantSource.system())),
                            42);
            ServerSocketChannel listener = ServerSocketChannel.open().bind(ANY, 1_000);
            core.listen(listener, new ListenAddress(ANY, ProxyProtocol.OFF, false));
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            Thread thread = Thread.ofPlatform().start(core::run);
            for (int i = 0; i < 700; i++) {
                connect(address);
            }
            await("all accepted", () -> count.on(0) + count.on(1) == 700);
            long handedOver = stats.get(Counter.DOWNSTREAM_HANDED_OVER);
            await(
                    "those kept are registered",
                    () -> stats.get(Counter.DOWNSTREAM_OPEN) == 700 - handedOver);
            assertEquals(handedOver, count.on(1));
            own.send(CoreCommand.STOP);
            thread.join();
            assertEquals(0, count.on(0));
            int waiting = 0;
            for (AcceptedSocket s = stuck.pollSocket(); s != null; s = stuck.pollSocket()) {
                s.close();
                waiting++;
            }
            assertEquals(handedOver, waiting);
        }
        for (Socket client : clients) {
            assertTrue(isClosed(client));
        }
    }
}
