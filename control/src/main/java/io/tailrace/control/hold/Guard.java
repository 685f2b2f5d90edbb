package io.tailrace.control.hold;

import java.util.concurrent.TimeUnit;

/**
 * What the guard against mass removals remembers.
 *
 * <p>Thread: any (immutable).
 *
 * @param on whether it looks at all
 * @param base the rules in force by which it judges: while it holds, those when it began; else
 *     those of at most {@link #AT_ONCE_NS} ago, since a folder is not emptied in one instant
 * @param baseNs when these were in force
 * @param holding whether removals are held back
 * @param held how many rules are in force that the newest do not have
 * @param heldNs when there were last more or fewer of them
 */
record Guard(boolean on, Rules base, long baseNs, boolean holding, int held, long heldNs) {
    /** Removals of this time count together, and what is held must stay the same for it. */
    static final long AT_ONCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Of so few rules, all may go. */
    static final int FEW = 20;

    static Guard of(boolean on) {
        return new Guard(on, Rules.NONE, 0, false, 0, 0);
    }

    /** Nothing is held, and these rules are in force. */
    Guard calm(Rules inForce, long nowNs) {
        return new Guard(on, inForce, nowNs, false, 0, nowNs);
    }

    /** The base is renewed when it is old. */
    Guard at(Rules inForce, long nowNs) {
        return !holding && nowNs - baseNs >= AT_ONCE_NS ? calm(inForce, nowNs) : this;
    }

    /** Removals are held back. */
    Guard hold(Rules from, int rules, long nowNs) {
        boolean asBefore = holding && rules == held;
        return new Guard(on, from, baseNs, true, rules, asBefore ? heldNs : nowNs);
    }

    /** How many are held has been the same for long enough. */
    boolean isSettled(int rules, long nowNs) {
        return rules == held && nowNs - heldNs >= AT_ONCE_NS;
    }

    /** More than half of not so few rules would go. */
    static boolean isMass(Rules from, Rules to) {
        return from.count() > FEW && 2L * from.goneIn(to) > from.count();
    }

    /** There would be less than half. Where as many come as go, rules are changed in haste. */
    static boolean isHalved(Rules from, Rules to) {
        return 2L * to.count() < from.count();
    }
}
