package io.tailrace.control.status;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ends the sleep of the status thread.
 *
 * <p>Thread: handoff. Writers: any thread, after it has stored what the status thread should see.
 * Reader: the status thread. What rings while it is awake ends its next sleep at once. Progress: a
 * writer never waits.
 */
final class Bell {
    private final Semaphore rung = new Semaphore(0);
    private volatile boolean muted;

    /** Something has changed that only a leader has to look at. */
    void ring() {
        if (!muted) {
            wake();
        }
    }

    /** Something has changed that has to be looked at in any case. */
    void wake() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Status thread: whether to sleep while only a leader has something to do. */
    void mute(boolean nothingToDo) {
        muted = nothingToDo;
    }

    /** Status thread: until it rings, but not longer than this. */
    void await(long ns) throws InterruptedException {
        if (rung.tryAcquire(ns, TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}
