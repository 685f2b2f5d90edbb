package io.tailrace.core.handoff;

import io.tailrace.core.cluster.Snapshot;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one place where routing state crosses from control to the cores.
 *
 * <p>Thread: handoff. Writer: control, the only one. Readers: every core, once per turn.
 *
 * <p>Ordering: {@link #publish} stores with release after the snapshot is complete, {@link
 * #current} loads with acquire, so a core that sees the reference sees all that it points to.
 * Progress: both sides are wait-free. A core may miss a snapshot that a newer one replaced; it
 * never sees an older one after a newer one.
 */
public final class SnapshotCell {
    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT =
                    MethodHandles.lookup()
                            .findVarHandle(SnapshotCell.class, "current", Snapshot.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Snapshot current = Snapshot.empty();
    private final List<Doorbell> doorbells;
    private final Consumer<Snapshot> beforehand;

    /**
     * @param doorbells one per core, rung after each publish
     * @param beforehand does what cores would have to do at the first request, before they see the
     *     snapshot; on the control thread
     */
    public SnapshotCell(List<Doorbell> doorbells, Consumer<Snapshot> beforehand) {
        this.doorbells = List.copyOf(doorbells);
        this.beforehand = beforehand;
    }

    /**
     * Puts a snapshot in force and wakes the cores that sleep. Control thread only.
     *
     * @throws IllegalArgumentException when its generation is not larger than the current one's
     */
    public void publish(Snapshot snapshot) {
        if (snapshot.generation() <= current.generation()) {
            throw new IllegalArgumentException(
                    "generation " + snapshot.generation() + " after " + current.generation());
        }
        beforehand.accept(snapshot);
        CURRENT.setRelease(this, snapshot);
        for (Doorbell doorbell : doorbells) {
            doorbell.ring();
        }
    }

    /** The newest snapshot. Core threads, through the duty cycle; control may read its own. */
    public Snapshot current() {
        return (Snapshot) CURRENT.getAcquire(this);
    }
}
