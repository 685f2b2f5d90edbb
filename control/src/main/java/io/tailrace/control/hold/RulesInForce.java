package io.tailrace.control.hold;

import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.HostPart;
import io.tailrace.core.share.SharedMap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, by what was compiled and what a person orders. {@link Decision} decides; here
 * is what it decides by, and what was in force before.
 *
 * <p>Thread: control.
 */
public final class RulesInForce {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    private final HoldingCell cell;
    private final History history = new History();
    private Rules newest = Rules.NONE;
    private Rules inForce = Rules.NONE;
    private @Nullable Pin pin;
    private Guard guard;

    /** What has been looked at when nothing held had come or gone for long enough. */
    private Rules settled = Rules.NONE;

    /** What was told last. */
    private Rules told = Rules.NONE;

    private long toldGeneration;

    /**
     * @param guarded whether mass removals are held back
     * @param cell where it is told
     */
    public RulesInForce(boolean guarded, HoldingCell cell) {
        this.guard = Guard.of(guarded);
        this.cell = cell;
    }

    /** The parts of hosts with the rules in force. */
    public SharedMap<String, HostPart> hosts() {
        return inForce.hosts();
    }

    /** The newest that was told. */
    public long generation() {
        return toldGeneration;
    }

    /** There are newer rules. */
    public void compiled(DecisionTable table, long nowNs) {
        newest = newest.next(table.hosts());
        decide(nowNs);
    }

    /**
     * Time has gone by.
     *
     * @return whether other rules are in force for it
     */
    public boolean look(long nowNs) {
        if (!guard.holding()) {
            guard = guard.at(inForce, nowNs);
            return false;
        }
        if (!guard.isSettled(guard.held(), nowNs) || newest.equals(settled)) {
            return false;
        }
        settled = newest;
        Decision decision = Decision.of(newest, inForce, pin != null, guard, nowNs);
        if (decision.guard().holding()) {
            return false;
        }
        obey(decision);
        return true;
    }

    private void decide(long nowNs) {
        obey(Decision.of(newest, inForce, pin != null, guard, nowNs));
    }

    private void obey(Decision decision) {
        boolean held = guard.holding();
        inForce = decision.rules();
        guard = decision.guard();
        if (guard.holding() && !held) {
            LOG.log(
                    Level.WARNING,
                    "the guard holds back removals: " + HeldRules.of(newest, inForce));
        } else if (held && !guard.holding()) {
            LOG.log(Level.INFO, "the guard holds back no removals any more");
        }
    }

    /** Does it, if it can be done. What is in force then may be something else. */
    public Outcome obey(Order order, long nowNs, Instant now) {
        return switch (order) {
            case Order.Pin() -> pin(nowNs, now);
            case Order.Unpin() -> unpin(nowNs);
            case Order.Rollback(long generation) -> rollback(generation, nowNs, now);
            case Order.Release() -> release(nowNs);
        };
    }

    private Outcome pin(long nowNs, Instant now) {
        if (pin == null) {
            Generation current = history.of(toldGeneration);
            pin = new Pin(now, current == null ? toldGeneration : current.number());
            decide(nowNs);
        }
        return Outcome.done(
                "the rules of generation " + pin.generation() + " are pinned until unpin");
    }

    private Outcome unpin(long nowNs) {
        if (pin == null) {
            return Outcome.error("no rules are pinned", "nothing to do");
        }
        RulesChange change = RulesChange.between(inForce, newest);
        pin = null;
        obey(Decision.newest(newest, guard, nowNs));
        return Outcome.done("the newest rules are in force: " + change);
    }

    private Outcome rollback(long generation, long nowNs, Instant now) {
        Generation wanted = generation > toldGeneration ? null : history.of(generation);
        if (wanted == null) {
            return Outcome.error(
                    "generation " + generation + " is not known",
                    "choose one of those that `generations` lists");
        }
        Rules before = inForce;
        inForce = history.rules(wanted, told);
        pin = new Pin(now, wanted.number());
        decide(nowNs);
        RulesChange change = RulesChange.between(before, inForce);
        return Outcome.done(
                "the rules of generation "
                        + wanted.number()
                        + " are in force and pinned until unpin: "
                        + change);
    }

    private Outcome release(long nowNs) {
        if (!guard.holding()) {
            return Outcome.error(
                    "no removals are held back",
                    pin == null ? "nothing to do" : "rules are pinned, use unpin");
        }
        int held = guard.held();
        obey(Decision.newest(newest, guard, nowNs));
        return Outcome.done("rules removed: " + held);
    }

    /** Tells what is in force, as the generation of a snapshot that was published. */
    public void tell(long generation, long fingerprint, Instant now) {
        if (generation != toldGeneration) {
            RulesChange change = RulesChange.between(told, inForce);
            if (history.isEmpty() || !change.isEmpty()) {
                history.add(
                        new Generation(
                                generation,
                                now,
                                fingerprint,
                                inForce.count(),
                                change.added(),
                                change.removed(),
                                change.changed(),
                                change.settings()),
                        change);
            }
            told = inForce;
            toldGeneration = generation;
        }
        cell.set(
                new Holding(
                        generation,
                        fingerprint,
                        newest,
                        inForce,
                        pin,
                        guard.held(),
                        history.generations()));
    }
}
