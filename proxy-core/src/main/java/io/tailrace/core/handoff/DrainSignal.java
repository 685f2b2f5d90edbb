package io.tailrace.core.handoff;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells when every core has finished what was in flight.
 *
 * <p>Thread: handoff. Writers: each core, once. Reader: who drains. What a core did before {@link
 * #drained} is visible to who waited for it.
 */
public final class DrainSignal {
    private final CountDownLatch cores;

    public DrainSignal(int cores) {
        this.cores = new CountDownLatch(cores);
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
