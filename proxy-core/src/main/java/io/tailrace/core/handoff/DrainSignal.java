package io.tailrace.core.handoff;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells that the process is draining, and when every core has finished what was in flight.
 *
 * <p>Thread: handoff. Writers: who drains, and each core, once. Readers: who drains, control. What
 * a core did before {@link #drained} is visible to who waited for it.
 */
public final class DrainSignal {
    private final CountDownLatch cores;
    private volatile boolean begun;

    public DrainSignal(int cores) {
        this.cores = new CountDownLatch(cores);
    }

    /** No new connections are taken from now on. */
    public void begin() {
        begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }

    /** Core thread, once per core. */
    public void drained() {
        cores.countDown();
    }

    /**
     * Not a core thread.
     *
     * @return whether all cores were done in time
     */
    public boolean await(long timeoutNs) throws InterruptedException {
        return cores.await(timeoutNs, TimeUnit.NANOSECONDS);
    }
}
