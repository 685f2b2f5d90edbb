package io.tailrace.control.names;

import io.tailrace.control.compile.AddressGuard;
import io.tailrace.control.compile.ExternalAddresses;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks for names at once, and again 30 seconds after each answer: the JDK's resolver does not tell
 * how long an answer counts. The last good answer stays while there is none. Addresses of this
 * machine, and those of the {@link AddressGuard}, are left out.
 *
 * <p>Thread: handoff. Writers of answers: threads of its own, {@value #THREADS} of them, which wait
 * for the resolver. Reader: control.
 *
 * <p>Ordering: what has changed is noted after the answer is there, and the control thread is woken
 * after that. Progress: the control thread never waits; names that take long make other names wait,
 * and nobody else.
 */
public final class ExternalNames implements ExternalAddresses, AutoCloseable {
    /** How many names are asked for at a time. */
    private static final int THREADS = 4;

    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** Who knows the addresses of names. */
    interface Lookup {
        InetAddress[] of(String name) throws UnknownHostException;
    }

    /**
     * A name that Services state.
     *
     * <p>Thread: handoff. Writer: the thread that asks. Reader: control.
     */
    private final class Asked implements Runnable {
        private final String name;
        private final Set<ObjectKey> services = new HashSet<>(2);
        private @Nullable ScheduledFuture<?> asking;
        private volatile @Nullable Answer answer;

        Asked(String name) {
            this.name = name;
        }

        @Override
        public void run() {
            Answer former = answer;
            Answer next = ask(name, former);
            if (!next.equals(former)) {
                answer = next;
                changed.add(name);
                wake.run();
            }
        }
    }

    private final Runnable wake;
    private final boolean guarded;
    private final Lookup lookup;
    private final long againMs;
    private final ScheduledExecutorService askers;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    // Of the control thread alone.
    private final Map<ObjectKey, Asked> byService = new HashMap<>();
    private final Map<String, Asked> byName = new HashMap<>();

    /**
     * @param wake ends the control thread's sleep
     * @param guarded whether addresses are left out
     */
    public ExternalNames(Runnable wake, boolean guarded) {
        // With a point at its end a name is not tried in the domains of this machine.
        this(wake, guarded, name -> InetAddress.getAllByName(name + "."), AGAIN);
    }

    /**
     * @param again how long after an answer a name is asked for again
     */
    ExternalNames(Runnable wake, boolean guarded, Lookup lookup, Duration again) {
        this.wake = wake;
        this.guarded = guarded;
        this.lookup = lookup;
        this.againMs = again.toMillis();
        ScheduledThreadPoolExecutor pool =
                new ScheduledThreadPoolExecutor(
                        THREADS, Thread.ofPlatform().daemon().name("tailrace-names-", 0).factory());
        pool.setRemoveOnCancelPolicy(true);
        this.askers = pool;
    }

    @Override
    public @Nullable Answer of(ObjectKey service, String name) {
        Asked asked = byService.get(service);
        if (asked == null || !asked.name.equals(name)) {
            forget(service);
            asked = byName.computeIfAbsent(name, Asked::new);
            asked.services.add(service);
            byService.put(service, asked);
            if (asked.asking == null) {
                asked.asking =
                        askers.scheduleWithFixedDelay(asked, 0, againMs, TimeUnit.MILLISECONDS);
            }
        }
        return asked.answer;
    }

    @Override
    public void forget(ObjectKey service) {
        Asked asked = byService.remove(service);
        if (asked != null && asked.services.remove(service) && asked.services.isEmpty()) {
            byName.remove(asked.name);
            Objects.requireNonNull(asked.asking).cancel(false);
        }
    }

    @Override
    public Set<ObjectKey> takeChanged() {
        if (changed.isEmpty()) {
            return Set.of();
        }
        Set<ObjectKey> services = new HashSet<>();
        for (String name : List.copyOf(changed)) {
            changed.remove(name);
            Asked asked = byName.get(name);
            if (asked != null) {
                services.addAll(asked.services);
            }
        }
        return services;
    }

    private Answer ask(String name, @Nullable Answer former) {
        InetAddress[] found;
        Set<InetAddress> own;
        try {
            found = lookup.of(name);
            own = guarded ? ownAddresses() : Set.of();
        } catch (UnknownHostException | SocketException | RuntimeException e) {
            return new Answer(
                    former == null ? List.of() : former.addresses(),
                    former == null ? "" : former.refused(),
                    "cannot be resolved: " + Quoted.sentence(String.valueOf(e.getMessage())));
        }
        // Resolvers turn the order round.
        Arrays.sort(found, Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned));
        List<InetAddress> addresses = new ArrayList<>(found.length);
        String refused = "";
        for (InetAddress address : found) {
            String refusal = guarded ? refusal(address, own) : null;
            if (refusal == null) {
                addresses.add(address);
            } else {
                refused = address.getHostAddress() + " is " + refusal;
            }
        }
        return new Answer(addresses, refused, "");
    }

    private static @Nullable String refusal(InetAddress address, Set<InetAddress> own) {
        String refusal = AddressGuard.refusal(address);
        return refusal == null && own.contains(address) ? "an address of this machine" : refusal;
    }

    private static Set<InetAddress> ownAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }
}
