package io.tailrace.core;

import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.AcceptedSocket;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.handoff.CoreCommand;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.DrainSignal;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.GroupState;
import io.tailrace.core.handoff.Mailbox;
import io.tailrace.core.handoff.PodContexts;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.handoff.TlsContexts;
import io.tailrace.core.loop.Clock;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.tls.EngineFactory;
import io.tailrace.core.tls.SelfSigned;
import io.tailrace.core.transport.NioWire;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The cores of a process: bound, started, drained and stopped together.
 *
 * <p>Thread: any one thread at a time.
 */
public final class CoreGroup implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CoreGroup.class.getName());
    private static final int BACKLOG = 4096;

    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final List<ProxyCore> cores = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<CoreStats> stats = new ArrayList<>();
    private final List<InetSocketAddress> httpAddresses = new ArrayList<>();
    private final List<InetSocketAddress> httpsAddresses = new ArrayList<>();
    private final SnapshotCell cell;
    private final GroupState group;

    /**
     * Binds every address on every core. Clients can connect from now on, and wait for {@link
     * #start}.
     *
     * @throws IOException when an address cannot be bound; the message names it
     */
    public static CoreGroup bind(ProxySettings settings) throws IOException {
        return new CoreGroup(settings);
    }

    private CoreGroup(ProxySettings settings) throws IOException {
        int cores = settings.cores();
        List<Selector> selectors = new ArrayList<>();
        List<Doorbell> doorbells = new ArrayList<>();
        List<List<ServerSocketChannel>> sockets = bindAll(settings);
        for (int core = 0; core < cores; core++) {
            Selector selector = Selector.open();
            Doorbell doorbell = new Doorbell(selector::wakeup);
            selectors.add(selector);
            doorbells.add(doorbell);
            mailboxes.add(new Mailbox(doorbell));
            stats.add(new CoreStats(core, Fault.reasons()));
        }
        PodContexts podTls = new PodContexts(settings.tls(), InstantSource.system());
        this.cell = new SnapshotCell(doorbells, podTls::prepare);
        Limits limits = settings.limits();
        this.group =
                new GroupState(
                        new GenerationBoard(cores),
                        new DrainSignal(cores),
                        new ConnectionCount(
                                cores, limits.connections(), limits.connectionsPerAddress()),
                        mailboxes,
                        settings.usesTls() ? tlsContexts(settings) : null,
                        podTls);
        SecureRandom seeds = new SecureRandom();
        for (int core = 0; core < cores; core++) {
            Selector selector = selectors.get(core);
            CoreLoop loop =
                    new CoreLoop(
                            stats.get(core),
                            selector,
                            Clock.system(),
                            doorbells.get(core),
                            mailboxes.get(core),
                            cell,
                            group.board());
            ProxyCore proxyCore =
                    new ProxyCore(
                            loop,
                            settings,
                            address -> NioWire.connecting(address, selector),
                            group,
                            seeds.nextLong());
            for (int i = 0; i < settings.listen().size(); i++) {
                proxyCore.listen(sockets.get(core).get(i), settings.listen().get(i));
            }
            this.cores.add(proxyCore);
        }
    }

    private static TlsContexts tlsContexts(ProxySettings settings) {
        return new TlsContexts(new EngineFactory(settings.tls()), SelfSigned.make());
    }

    /**
     * Starts the cores, once: after the first publish, lest a client is told that no rule matches
     * because none has been read yet.
     */
    public void start() {
        for (ProxyCore core : cores) {
            threads.add(thread(core));
        }
        threads.forEach(Thread::start);
    }

    private static Thread thread(ProxyCore core) {
        Thread thread = new Thread(core::run, "tailrace-core-" + core.index());
        thread.setUncaughtExceptionHandler(
                (t, e) -> {
                    // A dead core's listening sockets would go on swallowing their share of
                    // connections.
                    LOG.log(Logger.Level.ERROR, t.getName() + " died; the process ends", e);
                    Runtime.getRuntime().halt(70);
                });
        return thread;
    }

    /**
     * One list of bound sockets per core. A port of 0 is chosen by the first core and taken over by
     * the others.
     */
    private List<List<ServerSocketChannel>> bindAll(ProxySettings settings) throws IOException {
        List<List<ServerSocketChannel>> sockets = new ArrayList<>();
        for (int core = 0; core < settings.cores(); core++) {
            sockets.add(new ArrayList<>());
        }
        try {
            for (ListenAddress listen : settings.listen()) {
                InetSocketAddress wanted = listen.address();
                InetSocketAddress address = wanted;
                for (int core = 0; core < settings.cores(); core++) {
                    if (core == 0 && wanted.getPort() != 0) {
                        probe(wanted);
                    }
                    ServerSocketChannel socket = bind(address, true);
                    sockets.get(core).add(socket);
                    address = (InetSocketAddress) socket.getLocalAddress();
                }
                (listen.tls() ? httpsAddresses : httpAddresses).add(address);
            }
        } catch (IOException e) {
            for (List<ServerSocketChannel> ofCore : sockets) {
                for (ServerSocketChannel socket : ofCore) {
                    socket.close();
                }
            }
            throw e;
        }
        return sockets;
    }

    /**
     * With SO_REUSEPORT a second process would silently share the port; without it, the bind tells.
     */
    private static void probe(InetSocketAddress address) throws IOException {
        bind(address, false).close();
    }

    private static ServerSocketChannel bind(InetSocketAddress address, boolean shared)
            throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(NioWire.familyOf(address));
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, shared);
            socket.bind(address, BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            BindException named =
                    new BindException(
                            "cannot listen on "
                                    + address.getHostString()
                                    + ":"
                                    + address.getPort()
                                    + ": "
                                    + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /** The bound addresses for plain HTTP, in the order of the settings. */
    public List<InetSocketAddress> httpAddresses() {
        return List.copyOf(httpAddresses);
    }

    /** The bound addresses for HTTP over TLS, in the order of the settings. */
    public List<InetSocketAddress> httpsAddresses() {
        return List.copyOf(httpsAddresses);
    }

    /** Where the one control thread publishes. */
    public SnapshotCell snapshots() {
        return cell;
    }

    public GenerationBoard generations() {
        return group.board();
    }

    public DrainSignal draining() {
        return group.drain();
    }

    /** One per core, in order. */
    public List<CoreStats> stats() {
        return List.copyOf(stats);
    }

    /**
     * Stops accepting and waits until what is in flight is finished.
     *
     * @return whether all of it was, in time
     */
    public boolean drain(Duration timeout) throws InterruptedException {
        group.drain().begin();
        mailboxes.forEach(mailbox -> mailbox.send(CoreCommand.DRAIN));
        return group.drain().await(timeout.toNanos());
    }

    /** Stops the cores; connections that are left are closed. */
    @Override
    public void close() {
        if (threads.isEmpty()) {
            cores.forEach(ProxyCore::close);
            return;
        }
        mailboxes.forEach(mailbox -> mailbox.send(CoreCommand.STOP));
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        mailboxes.forEach(CoreGroup::closeSockets);
    }

    /** Handed over to a core that had ended by then. */
    private static void closeSockets(Mailbox mailbox) {
        for (AcceptedSocket s = mailbox.pollSocket(); s != null; s = mailbox.pollSocket()) {
            s.close();
        }
    }
}
