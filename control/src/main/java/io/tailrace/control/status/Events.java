package io.tailrace.control.status;

import io.tailrace.control.model.IngressFacts;
import io.tailrace.control.status.Warning.Name;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The events that are there, and those that should be. What is wrong for a while is told; what
 * stays wrong is said again now and then, before the API server forgets it; what is mended is taken
 * back.
 *
 * <p>Thread: status, while it leads.
 */
final class Events {
    /** What is wrong, or mended, for a shorter time is nobody's concern. */
    static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(1);

    /** The API server forgets an event that has not been written for an hour. */
    static final long AGAIN_NS = TimeUnit.MINUTES.toNanos(30);

    private static final long AGAIN_SPREAD_NS = TimeUnit.MINUTES.toNanos(10);
    private static final long REFUSED_NS = TimeUnit.MINUTES.toNanos(10);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** The share of the time that may be spent on finding out what is wrong. */
    private static final int SHARE = 20;

    private static final int RATE = 10;
    private static final int BURST = 50;

    /** What is known of one event. */
    private static final class Known {
        private @Nullable Warning warning;

        /** 0: it is not there. */
        private int count;

        /** When something is to be done about it. */
        private long dueNs;

        private boolean isDue;
    }

    private record Due(long atNs, Name name) {}

    private final IngressFacts facts;
    private final EventSink sink;
    private final StatusStats stats;
    private final InstantSource calendar;
    private final RandomGenerator chance;
    private final Trouble trouble;
    private final Pace pace = new Pace(TimeUnit.SECONDS.toNanos(1) / RATE, BURST);
    private final Map<Name, Known> known = new HashMap<>();

    /** In order; an entry whose time is not that of the event any more is passed over. */
    private final PriorityQueue<Due> due =
            new PriorityQueue<>((one, other) -> Long.signum(one.atNs() - other.atNs()));

    private boolean listed;
    private @Nullable Seen looked;
    private long lookNs;
    private boolean isLookDue;
    private int failures;
    private long pausedUntilNs;

    Events(
            IngressFacts facts,
            EventSink sink,
            StatusStats stats,
            InstantSource calendar,
            RandomGenerator chance,
            Trouble trouble) {
        this.facts = facts;
        this.sink = sink;
        this.stats = stats;
        this.calendar = calendar;
        this.chance = chance;
        this.trouble = trouble;
    }

    /** Finds out what is wrong, if that may have changed. */
    @SuppressWarnings("ReferenceEquality") // it is the same one while nothing changes
    void look(Seen seen, long nowNs) {
        Seen former = looked;
        // Rejections that are the same may be about other Ingresses.
        isLookDue |=
                former == null
                        || (former != seen
                                && !(former.rejections().isEmpty() && seen.rejections().isEmpty()));
        looked = seen;
        if (!isLookDue || lookNs - nowNs > 0 || pausedUntilNs - nowNs > 0) {
            return;
        }
        if (!listed && !list(nowNs)) {
            return;
        }
        long beganNs = System.nanoTime();
        Map<Name, Warning> wrong = Warnings.of(seen.rejections(), seen, facts::get);
        wrong.forEach((name, warning) -> isWrong(name, warning, nowNs));
        known.forEach(
                (name, event) -> {
                    if (event.warning != null && !wrong.containsKey(name)) {
                        event.warning = null;
                        schedule(name, event, nowNs + SETTLE_NS);
                    }
                });
        isLookDue = false;
        lookNs = nowNs + Math.max(LOOK_NS, SHARE * (System.nanoTime() - beganNs));
        stats.setEvents(known.size());
    }

    /** What others have told under our name, and is not wrong any more, goes. */
    private boolean list(long nowNs) {
        WriteResult result =
                sink.list(
                        (name, count) -> {
                            Known event = known.computeIfAbsent(name, _ -> new Known());
                            event.count = count;
                            schedule(name, event, nowNs + SETTLE_NS);
                        });
        listed = result == WriteResult.DONE;
        settle(result, nowNs);
        return listed;
    }

    private void isWrong(Name name, Warning warning, long nowNs) {
        Known event = known.computeIfAbsent(name, _ -> new Known());
        if (event.warning == null) {
            event.warning = warning;
            schedule(name, event, event.count == 0 ? nowNs + SETTLE_NS : againNs(nowNs));
        }
    }

    private long againNs(long nowNs) {
        return nowNs + AGAIN_NS - chance.nextLong(AGAIN_SPREAD_NS);
    }

    private void schedule(Name name, Known event, long atNs) {
        event.dueNs = atNs;
        event.isDue = true;
        due.add(new Due(atNs, name));
    }

    /** Nanoseconds until there is something to do, if nothing changes. */
    long dueInNs(long nowNs) {
        long next = isLookDue ? Math.max(lookNs, pausedUntilNs) - nowNs : Long.MAX_VALUE;
        Due first = due.peek();
        if (first != null) {
            long atNs = Math.max(first.atNs(), pausedUntilNs);
            next = Math.min(next, Math.max(atNs - nowNs, pace.dueInNs(nowNs)));
        }
        return Math.max(0, next);
    }

    /** Writes one, if one is due. */
    void write(long nowNs) {
        if (pausedUntilNs - nowNs > 0 || pace.dueInNs(nowNs) > 0) {
            return;
        }
        for (Due next = due.peek(); next != null; next = due.peek()) {
            if (next.atNs() - nowNs > 0) {
                return;
            }
            due.remove();
            Known event = known.get(next.name());
            if (event != null && event.isDue && event.dueNs == next.atNs()) {
                event.isDue = false;
                if (event.warning != null || event.count > 0) {
                    write(next.name(), event, nowNs);
                    return;
                }
                known.remove(next.name());
            }
        }
    }

    private void write(Name name, Known event, long nowNs) {
        pace.done(nowNs);
        Warning warning = event.warning;
        WriteResult result;
        if (warning == null) {
            result = sink.delete(name);
        } else if (event.count > 0) {
            result = sink.again(name, event.count + 1, calendar.instant());
        } else {
            result = sink.create(name, warning, calendar.instant());
        }
        stats.countEvent(result);
        settle(result, nowNs);
        switch (result) {
            case DONE -> {
                if (warning == null) {
                    known.remove(name);
                } else {
                    event.count++;
                    schedule(name, event, againNs(nowNs));
                }
            }
            case GONE -> {
                event.count = 0;
                if (warning == null) {
                    known.remove(name);
                } else {
                    // Of a namespace that ends nothing can be created: not at once.
                    schedule(name, event, nowNs + Backoff.LONGEST_NS);
                }
            }
            case CONFLICT -> {
                // There already: told by whoever led before.
                event.count = Math.max(1, event.count);
                schedule(name, event, nowNs + SETTLE_NS);
            }
            case REFUSED -> schedule(name, event, nowNs + REFUSED_NS);
            case FENCED, FORBIDDEN, FAILED -> schedule(name, event, nowNs);
        }
        stats.setEvents(known.size());
    }

    private void settle(WriteResult result, long nowNs) {
        switch (result) {
            case FENCED -> {}
            case FORBIDDEN, FAILED, REFUSED -> {
                failures++;
                trouble.begin(result, sink.text());
                pausedUntilNs = nowNs + Backoff.afterNs(failures, chance);
            }
            case DONE -> {
                failures = 0;
                trouble.end();
            }
            case GONE, CONFLICT -> failures = 0;
        }
    }
}
