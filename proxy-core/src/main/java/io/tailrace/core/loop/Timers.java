package io.tailrace.core.loop;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one core, in a hashed wheel of 2,048 slots of 34 ms. A deadline is met at the
 * first turn after the end of its slot: up to 34 ms late, never early. Setting, moving and clearing
 * take constant time and allocate nothing.
 *
 * <p>Deadlines that move later stay where they are in the wheel and are placed anew when their old
 * slot comes: the usual deadline, set at each request and always moved on, costs a store.
 *
 * <p>Thread: core.
 */
public final class Timers {
    private static final int TICK_SHIFT = 25;
    private static final int SLOTS = 2048;
    private static final int MASK = SLOTS - 1;

    private final @Nullable Timer[] wheel = new @Nullable Timer[SLOTS];
    private final long[] occupied = new long[SLOTS / Long.SIZE];
    private final long originNs;
    private long tick;

    Timers(long nowNs) {
        originNs = nowNs;
    }

    /** Sets or moves the deadline. */
    public void set(Timer timer, long deadlineNs) {
        timer.deadlineNs = deadlineNs;
        timer.armed = true;
        long due = tickOf(deadlineNs);
        if (timer.slot < 0) {
            link(timer, due);
        } else if (due < timer.slotTick) {
            unlink(timer);
            link(timer, due);
        }
    }

    /** Clears the deadline. */
    public void clear(Timer timer) {
        timer.armed = false;
    }

    /** Forgets the timer at once, so that the wheel does not hold on to its owner. */
    public void remove(Timer timer) {
        timer.armed = false;
        if (timer.slot >= 0) {
            unlink(timer);
        }
    }

    /**
     * Nanoseconds until {@link #expire} should be called next; {@link Long#MAX_VALUE} when no
     * deadline is set.
     */
    long untilNextNs(long nowNs) {
        for (int ahead = 1; ahead <= SLOTS; ) {
            int slot = (int) ((tick + ahead) & MASK);
            long word = occupied[slot >>> 6] >>> (slot & 63);
            if (word != 0) {
                int more = Long.numberOfTrailingZeros(word);
                if (ahead + more > SLOTS) {
                    break;
                }
                long dueNs = originNs + ((tick + ahead + more) << TICK_SHIFT);
                return Math.max(0, dueNs - nowNs);
            }
            ahead += 64 - (slot & 63);
        }
        return Long.MAX_VALUE;
    }

    /** Calls the owners whose deadline has passed. Returns how many. */
    int expire(long nowNs, CoreLoop loop) {
        long target = (nowNs - originNs) >> TICK_SHIFT;
        int fired = 0;
        // After a long sleep every slot is looked at once, not once per tick slept.
        long from = Math.max(tick + 1, target - SLOTS + 1);
        for (long t = from; t <= target; t++) {
            tick = t;
            fired += expireSlot((int) (t & MASK), nowNs, loop);
        }
        tick = Math.max(tick, target);
        return fired;
    }

    private int expireSlot(int slot, long nowNs, CoreLoop loop) {
        int fired = 0;
        Timer timer = wheel[slot];
        // Timers placed into this very slot again while it is worked off are a full round away:
        // they go to the list's head.
        while (timer != null) {
            Timer next = timer.next;
            if (timer.slotTick <= tick) {
                unlink(timer);
                if (timer.armed) {
                    if (timer.deadlineNs - nowNs <= 0) {
                        timer.armed = false;
                        fired++;
                        fire(timer, loop);
                        // The owner may have removed any timer, also the next one.
                        next = wheel[slot];
                    } else {
                        link(timer, tickOf(timer.deadlineNs));
                    }
                }
            }
            timer = next;
        }
        return fired;
    }

    private static void fire(Timer timer, CoreLoop loop) {
        try {
            timer.owner.onDeadline(timer);
        } catch (RuntimeException e) {
            loop.handlerFailed("timer", e);
            timer.owner.onHandlerFailure();
        }
    }

    /** The first tick whose end is not before the deadline. */
    private long tickOf(long deadlineNs) {
        return Math.max(tick + 1, ((deadlineNs - originNs - 1) >> TICK_SHIFT) + 1);
    }

    private void link(Timer timer, long due) {
        int slot = (int) (due & MASK);
        Timer first = wheel[slot];
        timer.slot = slot;
        timer.slotTick = due;
        timer.previous = null;
        timer.next = first;
        if (first != null) {
            first.previous = timer;
        }
        wheel[slot] = timer;
        occupied[slot >>> 6] |= 1L << (slot & 63);
    }

    private void unlink(Timer timer) {
        Timer previous = timer.previous;
        Timer next = timer.next;
        if (previous == null) {
            wheel[timer.slot] = next;
            if (next == null) {
                occupied[timer.slot >>> 6] &= ~(1L << (timer.slot & 63));
            }
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        timer.previous = null;
        timer.next = null;
        timer.slot = -1;
    }
}
