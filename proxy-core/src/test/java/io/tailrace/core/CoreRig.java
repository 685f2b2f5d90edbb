package io.tailrace.core;

import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.cluster.Endpoint;
import io.tailrace.core.cluster.Snapshot;
import io.tailrace.core.config.Cidr;
import io.tailrace.core.config.Limits;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.config.ProxyProtocol;
import io.tailrace.core.config.ProxySettings;
import io.tailrace.core.config.Timeouts;
import io.tailrace.core.config.TlsSettings;
import io.tailrace.core.exchange.Fault;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.Doorbell;
import io.tailrace.core.handoff.DrainSignal;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.GroupState;
import io.tailrace.core.handoff.Mailbox;
import io.tailrace.core.handoff.PodContexts;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.handoff.TlsContexts;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RouteTable;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.CertTable;
import io.tailrace.core.tls.EngineFactory;
import io.tailrace.core.tls.SelfSigned;
import io.tailrace.core.transport.NoSocketException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The real core with its loop and all its rooms; only sockets, clock and selector are the test's.
 *
 * <p>Thread: the test's, which is the core's and control's too.
 */
final class CoreRig {
    /** How the dialled wires behave from the start. */
    enum Pods {
        ACCEPT,
        REFUSE,
        /** There is no socket for them. */
        EXHAUSTED,
        /** The test decides, wire by wire. */
        PENDING
    }

    static final ClusterKey WEB = new ClusterKey("shop", "web", "80");

    final HandClock clock = new HandClock();
    final ScriptedSelector selector = new ScriptedSelector();
    final CoreStats stats = new CoreStats(0, Fault.reasons());
    final Doorbell doorbell = new Doorbell(() -> {});
    final Mailbox mailbox = new Mailbox(doorbell);
    final SnapshotCell cell = new SnapshotCell(List.of(doorbell), _ -> {});
    final GenerationBoard board = new GenerationBoard(1);
    final ConnectionCount count;
    final ArrayDeque<ScriptedWire> dialled = new ArrayDeque<>();
    final CoreLoop loop = new CoreLoop(stats, selector, clock, doorbell, mailbox, cell, board);
    final ProxyCore core;
    Pods pods = Pods.ACCEPT;

    /** By which certificates of pods are judged; all of the tests' are valid. */
    Instant today = Instant.ofEpochSecond(1_800_000_000);

    /** How many connections to pods there can be when sockets are exhausted. */
    int sockets;

    private final List<ScriptedWire> everDialled = new ArrayList<>();
    private CertTable certificates = CertTable.empty();
    private long generation;

    CoreRig() {
        this(ProxySettings.DEFAULT_BUFFER_BYTES, Limits.defaults());
    }

    CoreRig(long bufferBytes, Limits limits) {
        this(bufferBytes, limits, Timeouts.defaults());
    }

    CoreRig(long bufferBytes, Limits limits, Timeouts timeouts) {
        this(bufferBytes, limits, timeouts, null);
    }

    /**
     * @param tls null: no listener speaks it
     */
    CoreRig(long bufferBytes, Limits limits, Timeouts timeouts, @Nullable TlsSettings tls) {
        ProxySettings settings =
                new ProxySettings(
                        List.of(listen(ProxyProtocol.OFF, tls != null)),
                        1,
                        bufferBytes,
                        timeouts,
                        limits,
                        List.of(Cidr.parse("10.0.0.0/8")),
                        tls == null ? TlsSettings.defaults() : tls);
        count = new ConnectionCount(1, limits.connections(), limits.connectionsPerAddress());
        core =
                new ProxyCore(
                        loop,
                        settings,
                        address -> {
                            if (pods == Pods.EXHAUSTED && openWires() >= sockets) {
                                throw new NoSocketException(
                                        new SocketException("Too many open files"));
                            }
                            ScriptedWire wire = new ScriptedWire(selector, address);
                            switch (pods) {
                                case ACCEPT, EXHAUSTED -> wire.accepts();
                                case REFUSE -> wire.refuses();
                                case PENDING -> {}
                            }
                            dialled.add(wire);
                            everDialled.add(wire);
                            return wire;
                        },
                        new GroupState(
                                board,
                                new DrainSignal(1),
                                count,
                                List.of(mailbox),
                                tls == null
                                        ? null
                                        : new TlsContexts(
                                                new EngineFactory(tls), SelfSigned.make()),
                                new PodContexts(settings.tls(), () -> today)),
                        42);
    }

    /** A rig whose listeners may speak TLS. */
    static CoreRig withTls(TlsSettings tls) {
        return new CoreRig(
                ProxySettings.DEFAULT_BUFFER_BYTES, Limits.defaults(), Timeouts.defaults(), tls);
    }

    private static ListenAddress listen(ProxyProtocol proxyProtocol, boolean tls) {
        return new ListenAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), proxyProtocol, tls);
    }

    /** A rig where every path of foo.org goes to a service of so many pods. */
    static CoreRig withPods(int count) {
        CoreRig rig = new CoreRig();
        rig.publish(endpoints(count));
        return rig;
    }

    static List<Endpoint> endpoints(int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            endpoints.add(
                    new Endpoint(
                            i,
                            new InetSocketAddress(
                                    InetAddress.ofLiteral("10.0.0." + (i + 1)), 8080)));
        }
        return endpoints;
    }

    /** Publishes the rule "every path of foo.org goes to these". */
    void publish(List<Endpoint> endpoints) {
        publish(new Rule("foo.org", "/", PathType.PREFIX, WEB, "shop/web"), endpoints);
    }

    void publish(Rule rule, List<Endpoint> endpoints) {
        publish(rule, ClassSettings.DEFAULT, endpoints);
    }

    void publish(Rule rule, ClassSettings settings, List<Endpoint> endpoints) {
        RouteTable routes =
                RouteTable.of(List.of(rule), Map.of(rule.host(), settings), key -> 0, 7);
        cell.publish(
                Snapshot.of(
                        ++generation,
                        routes,
                        List.of(new Cluster(0, rule.target(), endpoints)),
                        certificates));
    }

    /** Publishes rules of hosts with the default settings. */
    void publish(List<Rule> rules, List<Cluster> clusters) {
        cell.publish(
                Snapshot.of(
                        ++generation,
                        RouteTable.of(rules, key -> id(key, clusters), 7),
                        clusters,
                        certificates));
    }

    private static int id(ClusterKey key, List<Cluster> clusters) {
        return clusters.stream().filter(c -> c.key().equals(key)).findFirst().orElseThrow().id();
    }

    /** Publishes rules, with the settings of their hosts, that all lead to the same pods. */
    void publish(
            List<Rule> rules,
            Map<String, ClassSettings> settings,
            CertTable newCertificates,
            List<Endpoint> endpoints) {
        certificates = newCertificates;
        cell.publish(
                Snapshot.of(
                        ++generation,
                        RouteTable.of(rules, settings, key -> 0, 7),
                        List.of(new Cluster(0, WEB, endpoints)),
                        newCertificates));
    }

    /** Publishes these certificates as well, from now on. */
    void publish(CertTable newCertificates, List<Endpoint> endpoints) {
        certificates = newCertificates;
        publish(endpoints);
    }

    /** A client connects. */
    ScriptedWire connect() {
        return connect("192.0.2.7", ProxyProtocol.OFF);
    }

    /** A peer connects to a listener of this kind; 10.0.0.0/8 is trusted. */
    ScriptedWire connect(String peer, ProxyProtocol proxyProtocol) {
        return connect(peer, proxyProtocol, false);
    }

    ScriptedWire connect(String peer, ProxyProtocol proxyProtocol, boolean tls) {
        ScriptedWire wire = new ScriptedWire(selector, null);
        count.claim();
        count.place(0);
        core.arrivals().arrive(wire, InetAddress.ofLiteral(peer), 80, listen(proxyProtocol, tls));
        return wire;
    }

    /** The next wire that the core has dialled. */
    ScriptedWire pod() {
        ScriptedWire wire = dialled.poll();
        if (wire == null) {
            throw new AssertionError("no connection to a pod was started");
        }
        return wire;
    }

    private long openWires() {
        return everDialled.stream().filter(wire -> !wire.isClosed()).count();
    }

    /** Turns until nothing is ready any more and nothing is deferred. */
    void turn() {
        int turns = 0;
        do {
            loop.doWork();
            if (++turns > 10_000) {
                throw new AssertionError("the loop spins");
            }
            // A select without waiting tells that deferred work was there before it.
        } while (turns == 1 || selector.anyReady() || selector.lastTimeoutMs == 0);
    }

    /** Lets time pass, a second at a time, with turns. */
    void pass(Duration time) {
        for (long ms = time.toMillis(); ms > 0; ms -= 1000) {
            clock.advance(Duration.ofMillis(Math.min(ms, 1000)));
            turn();
        }
    }

    long reason(Fault fault) {
        return stats.reason(stats.reasons().indexOf(fault.code()));
    }
}
