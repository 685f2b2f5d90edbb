package io.tailrace.control.hold;

/**
 * Which rules are in force: a function of the newest rules, those in force so far, the pin and the
 * guard, and of nothing else.
 *
 * <ol>
 *   <li>Pinned: those in force so far.
 *   <li>The guard is off, or there are no rules yet: the newest.
 *   <li>The guard holds: the newest, and all so far that these lack; until these lack none of them,
 *       or at most half of the base is gone and nothing held has come or gone for a while.
 *   <li>More than half of the rules so far would be gone; or of the base, and so few others have
 *       come that less than half would be left: the guard begins to hold.
 *   <li>Else: the newest.
 * </ol>
 *
 * <p>Thread: any (immutable).
 */
record Decision(Rules rules, Guard guard) {

    static Decision of(Rules newest, Rules inForce, boolean pinned, Guard guard, long nowNs) {
        if (pinned) {
            Rules held = inForce.inPartsOf(newest);
            return new Decision(held, guard.calm(held, nowNs));
        }
        if (!guard.on() || inForce.count() == 0) {
            return newest(newest, guard, nowNs);
        }
        return guard.holding()
                ? holding(newest, inForce, guard, nowNs)
                : watching(newest, inForce, guard.at(inForce, nowNs), nowNs);
    }

    /** Whatever the guard would say. */
    static Decision newest(Rules newest, Guard guard, long nowNs) {
        return new Decision(newest, guard.calm(newest, nowNs));
    }

    private static Decision holding(Rules newest, Rules inForce, Guard guard, long nowNs) {
        int held = inForce.goneIn(newest);
        boolean isMass = Guard.isMass(guard.base(), newest);
        if (held == 0 || (!isMass && guard.isSettled(held, nowNs))) {
            return newest(newest, guard, nowNs);
        }
        return new Decision(newest.keeping(inForce), guard.hold(guard.base(), held, nowNs));
    }

    private static Decision watching(Rules newest, Rules inForce, Guard guard, long nowNs) {
        int held = inForce.goneIn(newest);
        if (held > 0) {
            if (Guard.isMass(inForce, newest)) {
                return new Decision(newest.keeping(inForce), guard.hold(inForce, held, nowNs));
            }
            if (Guard.isMass(guard.base(), newest) && Guard.isHalved(guard.base(), newest)) {
                return new Decision(newest.keeping(inForce), guard.hold(guard.base(), held, nowNs));
            }
        }
        return new Decision(newest, guard);
    }
}
