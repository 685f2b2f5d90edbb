package io.tailrace.control.status;

import io.tailrace.control.model.IngressFacts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The status thread, one {@link #turn} at a time. While this process leads, it looks at what every
 * core serves and writes what follows from it: at most one status and one event in a turn, so that
 * neither keeps the other waiting. Nobody waits for it.
 *
 * <p>Thread: status.
 */
final class StatusLoop implements Runnable {
    private static final Logger LOG = System.getLogger("io.tailrace.control");
    private static final long LONGEST_SLEEP_NS = TimeUnit.SECONDS.toNanos(1);

    /** What a leader remembers, from the begin of its time on. */
    record Desk(Statuses statuses, Events events, Addresses addresses) {}

    private final Bell bell;
    private final Fence fence;
    private final Reports reports;
    private final IngressFacts facts;
    private final BooleanSupplier complete;
    private final Supplier<Desk> desks;
    private final StatusStats stats;
    private final LongSupplier clock;
    private @Nullable Desk desk;
    private boolean allKnown;
    private volatile boolean closed;

    /**
     * @param complete all objects are known; once is enough
     * @param desks for the time as a leader that begins
     */
    StatusLoop(
            Bell bell,
            Fence fence,
            Reports reports,
            IngressFacts facts,
            BooleanSupplier complete,
            Supplier<Desk> desks,
            StatusStats stats,
            LongSupplier clock) {
        this.bell = bell;
        this.fence = fence;
        this.reports = reports;
        this.facts = facts;
        this.complete = complete;
        this.desks = desks;
        this.stats = stats;
        this.clock = clock;
    }

    /** Until it is closed. */
    @Override
    public void run() {
        while (!closed) {
            try {
                bell.await(Math.min(LONGEST_SLEEP_NS, dueInNs(clock.getAsLong())));
                turn();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // A bug: begin anew, after a pause.
                LOG.log(Level.ERROR, "a turn of the status thread failed", e);
                desk = null;
                bell.mute(true);
            }
        }
    }

    /** One turn. */
    void turn() {
        Desk now = lead(clock.getAsLong());
        if (now == null) {
            return;
        }
        Seen seen = reports.look();
        now.addresses().look(clock.getAsLong());
        allKnown = allKnown || complete.getAsBoolean();
        if (seen == null || !allKnown) {
            return;
        }
        now.statuses().look(seen, now.addresses().newest(), clock.getAsLong());
        now.statuses().write(clock.getAsLong());
        now.events().look(seen, clock.getAsLong());
        now.events().write(clock.getAsLong());
    }

    private @Nullable Desk lead(long nowNs) {
        boolean leads = fence.isOpen(nowNs);
        if (leads && desk == null) {
            desk = desks.get();
        } else if (!leads) {
            desk = null;
            facts.takeChanged();
        }
        bell.mute(!leads);
        stats.setLeading(leads);
        return desk;
    }

    private long dueInNs(long nowNs) {
        Desk now = desk;
        if (now == null) {
            return Long.MAX_VALUE;
        }
        long least = Math.min(reports.dueInNs(), now.addresses().dueInNs(nowNs));
        least = Math.min(least, now.statuses().dueInNs(nowNs));
        return Math.min(least, now.events().dueInNs(nowNs));
    }

    void close() {
        closed = true;
        bell.wake();
    }
}
