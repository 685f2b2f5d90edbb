package io.tailrace.control;

import io.tailrace.control.admin.AdminPages;
import io.tailrace.control.admin.AdminServer;
import io.tailrace.control.apiserver.ApiServerSettings;
import io.tailrace.control.apiserver.ClusterObjects;
import io.tailrace.control.compile.ClusterBook;
import io.tailrace.control.compile.CompileSettings;
import io.tailrace.control.compile.ExternalAddresses;
import io.tailrace.control.ctl.ControlSocket;
import io.tailrace.control.files.ManifestFiles;
import io.tailrace.control.hold.HoldingCell;
import io.tailrace.control.hold.Orders;
import io.tailrace.control.hold.RulesInForce;
import io.tailrace.control.model.ModelSource;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.names.ExternalNames;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.control.publish.Publisher;
import io.tailrace.control.status.StatusRoom;
import io.tailrace.control.status.StatusSettings;
import io.tailrace.control.status.StatusStats;
import io.tailrace.core.handoff.CoreStats;
import io.tailrace.core.handoff.DrainSignal;
import io.tailrace.core.handoff.GenerationBoard;
import io.tailrace.core.handoff.SnapshotCell;
import io.tailrace.core.route.Rule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The control side of a process: its thread, its admin server and its control socket.
 *
 * <p>Thread: any.
 */
public final class Control implements AutoCloseable {
    private static final long STOP_MS = TimeUnit.SECONDS.toMillis(5);

    private final ModelSource source;
    private final @Nullable ExternalNames names;
    private final ControlLoop loop;
    private final InForceCell inForce;
    private final Thread thread;
    private final @Nullable AdminServer admin;
    private final @Nullable ControlSocket socket;
    private final @Nullable StatusRoom status;

    private Control(
            ModelSource source,
            @Nullable ExternalNames names,
            ControlLoop loop,
            InForceCell inForce,
            Thread thread,
            @Nullable AdminServer admin,
            @Nullable ControlSocket socket,
            @Nullable StatusRoom status) {
        this.source = source;
        this.names = names;
        this.loop = loop;
        this.inForce = inForce;
        this.thread = thread;
        this.admin = admin;
        this.socket = socket;
        this.status = status;
    }

    /**
     * Starts the thread, the admin server and the control socket. Manifests are read and published
     * by then; what an API server has to say is waited for in {@link #awaitFirst}.
     *
     * @param cell where to publish
     * @param board how far the cores have come
     * @param drain whether the process is draining
     * @param stats one per core
     * @throws IOException with one line for the user: a path that does not exist, an address that
     *     is taken
     */
    public static Control start(
            ControlSettings settings,
            SnapshotCell cell,
            GenerationBoard board,
            DrainSignal drain,
            List<CoreStats> stats)
            throws IOException {
        ModelSource source = open(settings);
        InForceCell inForce = new InForceCell();
        HoldingCell holding = new HoldingCell();
        Orders orders = new Orders(source::wake);
        ExternalNames names =
                settings.endpoints().externalNames()
                        ? new ExternalNames(source::wake, !settings.endpoints().localAllowed())
                        : null;
        ClusterBook clusters =
                new ClusterBook(
                        settings.endpoints(), names == null ? ExternalAddresses.NONE : names);
        ControlLoop loop =
                new ControlLoop(
                        source,
                        new CompileSettings(
                                settings.controllerName(),
                                settings.defaultBackend(),
                                settings.defaultCertificate(),
                                settings.httpsPort(),
                                settings.endpoints(),
                                settings.withoutClass()),
                        new RulesInForce(settings.guarded(), holding),
                        orders,
                        new Publisher(cell, board, inForce, clusters),
                        System::nanoTime,
                        InstantSource.system());
        Thread thread = Thread.ofPlatform().daemon().name("tailrace-control").unstarted(loop);
        long firstGeneration = cell.current().generation() + 1;
        StatusStats statusStats = settings.status() == null ? null : new StatusStats();
        AdminPages pages =
                new AdminPages(
                        board,
                        drain,
                        firstGeneration,
                        thread::isAlive,
                        source::state,
                        statusStats,
                        inForce,
                        holding,
                        stats);
        AdminServer admin = null;
        ControlSocket socket = null;
        try {
            if (settings.admin() != null) {
                admin = pages.bind(settings.admin());
            }
            if (settings.controlSocket() != null) {
                socket = ControlSocket.bind(settings.controlSocket(), holding, orders, board);
            }
            loop.start();
        } catch (IOException | RuntimeException e) {
            source.close();
            if (names != null) {
                names.close();
            }
            if (socket != null) {
                socket.close();
            }
            if (admin != null) {
                admin.close();
            }
            throw e;
        }
        thread.start();
        if (admin != null) {
            admin.start();
        }
        if (socket != null) {
            socket.start();
        }
        StatusRoom status =
                statusStats == null ? null : tell(settings, source, inForce, board, statusStats);
        return new Control(source, names, loop, inForce, thread, admin, socket, status);
    }

    private static @Nullable StatusRoom tell(
            ControlSettings settings,
            ModelSource source,
            InForceCell inForce,
            GenerationBoard board,
            StatusStats stats) {
        StatusSettings status = settings.status();
        return status != null && source instanceof ClusterObjects cluster
                ? StatusRoom.start(
                        cluster.client(),
                        status,
                        cluster.facts(),
                        inForce,
                        board,
                        () -> source.state().stale().isEmpty(),
                        stats)
                : null;
    }

    private static ModelSource open(ControlSettings settings) throws IOException {
        ApiServerSettings apiServer = settings.apiServer();
        return apiServer == null
                ? ManifestFiles.open(settings.manifests())
                : ClusterObjects.open(
                        apiServer, StatusSettings.fieldManager(settings.controllerName()));
    }

    /**
     * Waits until the first generation is published.
     *
     * @return false when this was closed before
     */
    public boolean awaitFirst() throws InterruptedException {
        return loop.awaitFirst();
    }

    /**
     * The address of the admin server.
     *
     * @throws IllegalStateException when the settings ask for none
     */
    public InetSocketAddress adminAddress() {
        if (admin == null) {
            throw new IllegalStateException("no admin server");
        }
        return admin.address();
    }

    /** The decision table of the newest generation, sorted. */
    public List<Rule> rules() {
        return inForce.current().rules();
    }

    /** What was stated and is not in force, or not as stated; sorted. */
    public List<Rejection> rejections() {
        return inForce.current().rejections();
    }

    /** The newest generation. */
    public long generation() {
        return inForce.current().generation();
    }

    /**
     * Ends what others would miss, as nobody ends it with the process: the file of the control
     * socket, and the lease of a leader.
     */
    public void leave() throws IOException {
        try {
            closeSocket();
        } finally {
            if (status != null) {
                status.close();
            }
        }
    }

    private void closeSocket() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }

    /**
     * Ends the control socket, the admin server and the thread; what is in force stays in force.
     */
    @Override
    public void close() throws IOException {
        leave();
        if (admin != null) {
            admin.close();
        }
        source.close();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // After the thread that asks for them.
        if (names != null) {
            names.close();
        }
    }
}
