package io.tailrace.control.status;

import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PublishedAddress;
import io.tailrace.control.status.StatusRule.Action;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The Ingresses whose status is not as it should be, from the time when that shows until it is
 * written: those that wait for something, those that are due, and those that are tried again.
 *
 * <p>Thread: status, while it leads.
 */
final class Statuses {
    /** How long something that may still come is waited for. */
    static final long GRACE_NS = TimeUnit.SECONDS.toNanos(1);

    /** So many are looked at whenever anything has changed; more, now and then. */
    private static final int FEW = 100;

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long REFUSED_NS = TimeUnit.MINUTES.toNanos(10);
    private static final int RATE = 20;
    private static final int BURST = 100;

    /** One that waits: since when only for time to go by; or not. */
    private record Wait(boolean timed, long sinceNs) {
        static final Wait FOR_CHANGE = new Wait(false, 0);
    }

    /** One that is tried again: when, after how many failures. */
    private record Retry(long dueNs, int failures) {}

    private final IngressFacts facts;
    private final StatusSink sink;
    private final StatusStats stats;
    private final RandomGenerator chance;
    private final Trouble trouble;
    private final Pace pace = new Pace(TimeUnit.SECONDS.toNanos(1) / RATE, BURST);
    private final Map<ObjectKey, Wait> waiting = new LinkedHashMap<>();
    private final Set<ObjectKey> due = new LinkedHashSet<>();
    private final Map<ObjectKey, Retry> later = new HashMap<>();

    /** The version that a status was written to: its successor has not been heard of yet. */
    private final Map<ObjectKey, String> written = new HashMap<>();

    private @Nullable Seen seen;
    private List<PublishedAddress> addresses = List.of();
    private long lookedNs;
    private int failures;
    private long pausedUntilNs;

    Statuses(
            IngressFacts facts,
            StatusSink sink,
            StatusStats stats,
            RandomGenerator chance,
            Trouble trouble) {
        this.facts = facts;
        this.sink = sink;
        this.stats = stats;
        this.chance = chance;
        this.trouble = trouble;
    }

    /**
     * Looks at what has changed, and at those that wait.
     *
     * @param newest a report that every core has seen
     */
    void look(Seen newest, List<PublishedAddress> newestAddresses, long nowNs) {
        Set<ObjectKey> changed = facts.takeChanged();
        Seen former = seen;
        seen = newest;
        if (former == null || !newestAddresses.equals(addresses)) {
            addresses = newestAddresses;
            facts.all().forEach(fact -> changed.add(fact.key()));
        } else if (former != newest) {
            former.served().differences(newest.served(), changed::add);
        }
        changed.forEach(key -> look(key, nowNs));
        boolean many = waiting.size() > FEW;
        if (nowNs - lookedNs >= (many ? PAUSE_NS : 0)) {
            lookedNs = nowNs;
            List.copyOf(waiting.keySet()).forEach(key -> look(key, nowNs));
        }
        for (Map.Entry<ObjectKey, Retry> entry : List.copyOf(later.entrySet())) {
            if (entry.getValue().dueNs() - nowNs <= 0) {
                look(entry.getKey(), nowNs);
            }
        }
        stats.setPending(waiting.size() + due.size() + retriesAlone());
    }

    /** Those to be tried again that are in no other list. */
    private int retriesAlone() {
        return (int)
                later.keySet().stream()
                        .filter(key -> !waiting.containsKey(key) && !due.contains(key))
                        .count();
    }

    private void look(ObjectKey key, long nowNs) {
        IngressFact fact = facts.get(key);
        switch (action(key, fact)) {
            case NOTHING -> {
                waiting.remove(key);
                due.remove(key);
                later.remove(key);
            }
            case WAIT -> {
                due.remove(key);
                waiting.put(key, Wait.FOR_CHANGE);
            }
            // What other controllers see has to be true for a while before it is taken away.
            case WAIT_A_LITTLE, CLEAR -> {
                due.remove(key);
                Wait former = waiting.get(key);
                if (former == null || !former.timed()) {
                    waiting.put(key, new Wait(true, nowNs));
                } else if (nowNs - former.sinceNs() >= GRACE_NS) {
                    isDue(key, nowNs);
                }
            }
            case WRITE -> isDue(key, nowNs);
        }
    }

    private void isDue(ObjectKey key, long nowNs) {
        Retry retry = later.get(key);
        if (retry == null || retry.dueNs() - nowNs <= 0) {
            waiting.remove(key);
            due.add(key);
        }
    }

    private Action action(ObjectKey key, @Nullable IngressFact fact) {
        Seen now = seen;
        if (fact == null || now == null) {
            written.remove(key);
            return Action.NOTHING;
        }
        if (fact.resourceVersion().equals(written.get(key))) {
            return Action.NOTHING;
        }
        written.remove(key);
        return StatusRule.of(fact, now.served(), now.isRejected(key), addresses);
    }

    /** Nanoseconds until there is something to do, if nothing changes. */
    long dueInNs(long nowNs) {
        long next = waiting.isEmpty() && later.isEmpty() ? Long.MAX_VALUE : LOOK_NS;
        return due.isEmpty()
                ? next
                : Math.min(next, Math.max(Math.max(0, pausedUntilNs - nowNs), pace.dueInNs(nowNs)));
    }

    /** Writes one, if one is due. */
    void write(long nowNs) {
        if (due.isEmpty() || pausedUntilNs - nowNs > 0 || pace.dueInNs(nowNs) > 0) {
            return;
        }
        ObjectKey key = due.iterator().next();
        due.remove(key);
        IngressFact fact = facts.get(key);
        Action action = action(key, fact);
        if (fact == null || action == Action.NOTHING || action == Action.WAIT) {
            look(key, nowNs);
            return;
        }
        pace.done(nowNs);
        WriteResult result = sink.write(fact, action == Action.CLEAR ? List.of() : addresses);
        stats.countStatus(result);
        settle(key, fact, result, nowNs);
    }

    private void settle(ObjectKey key, IngressFact fact, WriteResult result, long nowNs) {
        switch (result) {
            case DONE -> {
                failures = 0;
                trouble.end();
                later.remove(key);
                written.put(key, fact.resourceVersion());
            }
            case GONE -> later.remove(key);
            case FENCED -> due.add(key);
            case CONFLICT -> again(key, nowNs, 0);
            case REFUSED -> {
                trouble.begin(result, key + ": " + sink.text());
                again(key, nowNs, REFUSED_NS);
            }
            case FORBIDDEN, FAILED -> {
                failures++;
                trouble.begin(result, sink.text());
                pausedUntilNs = nowNs + Backoff.afterNs(failures, chance);
                due.add(key);
            }
        }
    }

    private void again(ObjectKey key, long nowNs, long leastNs) {
        Retry former = later.get(key);
        int count = former == null ? 1 : former.failures() + 1;
        later.put(key, new Retry(nowNs + Math.max(leastNs, Backoff.afterNs(count, chance)), count));
    }
}
