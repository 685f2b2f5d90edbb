package io.tailrace.control.status;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This process among those that want to lead: candidate, leader, and after a loss candidate again.
 *
 * <p>Thread: its own, {@code tailrace-leader}; begun and ended by any.
 */
final class Leadership implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.tailrace.control");

    /** It logs a stack trace for each attempt that fails; {@link Trouble} says it once. */
    private static final Logger OF_ELECTOR = Logger.getLogger(LeaderElector.class.getName());

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration DEADLINE = Duration.ofNanos(Fence.OPEN_NS);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final long STOP_MS = 3_000;

    private final KubernetesClient client;
    private final StatusSettings settings;
    private final Fence fence;
    private final LongSupplier clock;
    private final Runnable onChange;
    private final ScheduledThreadPoolExecutor thread;
    private @Nullable CompletableFuture<?> running;
    private boolean closed;

    /**
     * @param onChange this process may lead now, or no longer
     */
    Leadership(
            KubernetesClient client,
            StatusSettings settings,
            Fence fence,
            LongSupplier clock,
            Runnable onChange) {
        OF_ELECTOR.setLevel(java.util.logging.Level.OFF);
        this.client = FencedApi.impatient(client);
        this.settings = settings;
        this.fence = fence;
        this.clock = clock;
        this.onChange = onChange;
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("tailrace-leader").factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Wants to lead from now on. */
    synchronized void start() {
        if (closed) {
            return;
        }
        String name = settings.namespace() + "/" + settings.lease();
        ObservedLock lock =
                new ObservedLock(
                        new LeaseLock(settings.namespace(), settings.lease(), settings.identity()),
                        fence,
                        clock,
                        new Trouble(
                                "no leader can be elected by lease " + name,
                                "get, create and patch of leases in namespace "
                                        + settings.namespace()));
        LeaderElectionConfig election =
                new LeaderElectionConfig(
                        lock,
                        LEASE,
                        DEADLINE,
                        PERIOD,
                        new LeaderCallbacks(
                                () -> begun(name), this::ended, leader -> changed(name, leader)),
                        true,
                        name);
        CompletableFuture<?> next = new LeaderElector(client, election, thread).start();
        running = next;
        // A loss, by whatever cause, ends an elector for good.
        CompletableFuture<?> _ = next.whenComplete((_, _) -> again());
    }

    private void again() {
        try {
            ScheduledFuture<?> _ =
                    thread.schedule(this::start, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "no further election: this process ends");
        }
    }

    private void begun(String lease) {
        LOG.log(Level.INFO, "leads by lease " + lease + " as " + settings.identity());
        onChange.run();
    }

    private void ended() {
        fence.close();
        LOG.log(Level.INFO, "no longer leads");
        onChange.run();
    }

    private void changed(String lease, @Nullable String leader) {
        if (leader != null && !leader.isEmpty() && !leader.equals(settings.identity())) {
            LOG.log(Level.INFO, "the leader by lease " + lease + " is " + leader);
        }
    }

    /** Gives the lease back, if it is held, so that another can lead at once. */
    @Override
    public void close() {
        CompletableFuture<?> last;
        synchronized (this) {
            closed = true;
            last = running;
        }
        if (last != null) {
            try {
                last.cancel(true);
            } catch (KubernetesClientException e) {
                LOG.log(Level.INFO, "the lease is not given back: " + FencedApi.text(e));
            }
        }
        fence.close();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
