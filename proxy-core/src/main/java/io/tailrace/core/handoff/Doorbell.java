package io.tailrace.core.handoff;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a core that sleeps in its select, and costs one load where it does not sleep.
 *
 * <p>Thread: handoff. Writers: any thread, after it has stored what the core should see. Reader:
 * the core.
 *
 * <p>Contract against lost wake-ups. The core: {@link #park}, then look once more at everything a
 * writer may have stored, then select, then {@link #unpark}. The writer: store, then {@link #ring}.
 * Either the core's second look sees the store, or the writer sees the core parked and wakes its
 * select; a wake-up that comes before the select makes that select return at once ({@link
 * java.nio.channels.Selector#wakeup}).
 */
public final class Doorbell {
    private final AtomicBoolean parked = new AtomicBoolean();
    private final Runnable wakeup;

    /**
     * @param wakeup wakes the core's selector; called on the writer's thread
     */
    public Doorbell(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** The core is about to sleep. Core thread. */
    public void park() {
        parked.set(true);
        // Between this store and the second look: an acquire load alone could overtake it.
        VarHandle.fullFence();
    }

    /** The core is awake. Core thread. */
    public void unpark() {
        parked.set(false);
    }

    /** Something was stored that the core should look at. Any thread. */
    public void ring() {
        // A full fence between the caller's store and this load; without it both sides could miss
        // the other.
        VarHandle.fullFence();
        if (parked.get() && parked.getAndSet(false)) {
            wakeup.run();
        }
    }
}
