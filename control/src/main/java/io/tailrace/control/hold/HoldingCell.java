package io.tailrace.control.hold;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where control tells the rest of the process which rules are in force, and why.
 *
 * <p>Thread: handoff. Writer: control. Readers: any thread.
 *
 * <p>Ordering: release and acquire of one immutable record. It is stored after its snapshot was
 * published.
 */
public final class HoldingCell {
    private final AtomicReference<Holding> current = new AtomicReference<>(Holding.NOTHING);

    /** The newest. Any thread. */
    public Holding current() {
        return current.getAcquire();
    }

    /** Control thread. */
    void set(Holding holding) {
        current.setRelease(holding);
    }
}
