package io.tailrace.control.status;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.publish.InForceCell;
import io.tailrace.core.handoff.GenerationBoard;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The status thread and the election of the leader, wired to what they read.
 *
 * <p>Thread: any.
 */
public final class StatusRoom implements AutoCloseable {
    private static final long STOP_MS = TimeUnit.SECONDS.toMillis(6);

    private final Leadership leadership;
    private final StatusLoop loop;
    private final Thread thread;

    private StatusRoom(Leadership leadership, StatusLoop loop, Thread thread) {
        this.leadership = leadership;
        this.loop = loop;
        this.thread = thread;
    }

    /**
     * Wants to lead from now on, and writes while it does.
     *
     * @param facts what the API server says of Ingresses
     * @param inForce what control has published
     * @param board how far the cores have come with it
     * @param complete whether all objects are known: before, nothing is concluded
     */
    public static StatusRoom start(
            KubernetesClient client,
            StatusSettings settings,
            IngressFacts facts,
            InForceCell inForce,
            GenerationBoard board,
            BooleanSupplier complete,
            StatusStats stats) {
        LongSupplier clock = System::nanoTime;
        Bell bell = new Bell();
        Fence fence = new Fence();
        FencedApi api = new FencedApi(client, fence, clock);
        StatusLoop loop =
                new StatusLoop(
                        bell,
                        fence,
                        new Reports(inForce, board),
                        facts,
                        complete,
                        () -> desk(api, client, settings, facts, stats, clock),
                        stats,
                        clock);
        Leadership leadership = new Leadership(client, settings, fence, clock, bell::wake);
        facts.onChange(bell::ring);
        inForce.onChange(bell::ring);
        Thread thread = Thread.ofPlatform().daemon().name("tailrace-status").start(loop);
        leadership.start();
        return new StatusRoom(leadership, loop, thread);
    }

    private static StatusLoop.Desk desk(
            FencedApi api,
            KubernetesClient client,
            StatusSettings settings,
            IngressFacts facts,
            StatusStats stats,
            LongSupplier clock) {
        RandomGenerator chance = RandomGenerator.getDefault();
        return new StatusLoop.Desk(
                new Statuses(
                        facts,
                        new StatusWriter(
                                api, StatusSettings.fieldManager(settings.controllerName())),
                        stats,
                        chance,
                        new Trouble(
                                "the status of Ingresses is not written",
                                "patch of ingresses/status")),
                new Events(
                        facts,
                        new EventWriter(api, settings),
                        stats,
                        InstantSource.system(),
                        chance,
                        new Trouble(
                                "events are not written",
                                "list, create, patch and delete of events")),
                new Addresses(source(client, settings, clock), chance));
    }

    private static AddressSource source(
            KubernetesClient client, StatusSettings settings, LongSupplier clock) {
        ObjectKey service = settings.service();
        KubernetesClient impatient = FencedApi.impatient(client);
        if (!settings.addresses().isEmpty()) {
            return new FixedAddresses(settings.addresses());
        }
        return service == null
                ? new NodeAddresses(impatient, settings.namespace(), settings.podSelector(), clock)
                : new ServiceAddresses(impatient, service);
    }

    /** Ends both, and gives the lease back. What is written stays. */
    @Override
    public void close() {
        loop.close();
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leadership.close();
    }
}
