package io.tailrace.control.publish;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where control tells the rest of the process what is in force.
 *
 * <p>Thread: handoff. Writer: control. Readers: any thread.
 *
 * <p>Ordering: release and acquire of one immutable record. It is stored after its snapshot was
 * published, so its generation is never ahead of the snapshot cell's.
 */
public final class InForceCell {
    private final AtomicReference<InForce> current = new AtomicReference<>(InForce.NOTHING);
    private volatile Runnable listener = () -> {};

    /** The newest report. Any thread. */
    public InForce current() {
        return current.getAcquire();
    }

    /** Control thread. */
    void set(InForce inForce) {
        current.setRelease(inForce);
        listener.run();
    }

    /**
     * Who is told that there is a newer report.
     *
     * @param next on the control thread, after it is stored; quick
     */
    public void onChange(Runnable next) {
        listener = next;
    }
}
