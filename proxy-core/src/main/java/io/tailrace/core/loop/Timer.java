package io.tailrace.core.loop;

import org.jspecify.annotations.Nullable;

/**
 * One deadline of one owner. Moving it later or clearing it costs a store: the wheel finds out when
 * the earlier time comes.
 *
 * <p>Thread: core.
 */
public final class Timer {
    /** Who is told. */
    public interface Owner {
        /** The deadline has passed. The timer is clear; the owner may set it again. */
        void onDeadline(Timer timer);

        /** {@link #onDeadline} threw: close what this stands for, and never throw. */
        void onHandlerFailure();
    }

    final Owner owner;

    /** Meaningful while {@link #armed}. */
    long deadlineNs;

    boolean armed;

    /** Slot of the wheel, -1 while in none. Its time is never later than {@link #deadlineNs}. */
    int slot = -1;

    long slotTick;
    @Nullable Timer previous;
    @Nullable Timer next;

    public Timer(Owner owner) {
        this.owner = owner;
    }

    public boolean isSet() {
        return armed;
    }
}
