package io.tailrace.jcstress;

import io.tailrace.core.handoff.DrainSignal;

/**
 * Asks a drain without waiting.
 *
 * <p>Thread: jcstress's.
 */
final class Drained {
    private Drained() {}

    /** 1 when all cores are done, else 0. */
    static int ask(DrainSignal drain) {
        try {
            return drain.await(0) ? 1 : 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts", e);
        }
    }
}
