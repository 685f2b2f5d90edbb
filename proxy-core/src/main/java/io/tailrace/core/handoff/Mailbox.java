package io.tailrace.core.handoff;

import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Commands on their way to one core.
 *
 * <p>Thread: handoff. Writers: any thread. Reader: the core.
 *
 * <p>Ordering: what a writer stored before {@link #send} is visible to the core when it handles the
 * command. Progress: a full mailbox refuses.
 */
public final class Mailbox {
    private static final int CAPACITY = 64;

    private final MpscAtomicArrayQueue<CoreCommand> commands = new MpscAtomicArrayQueue<>(CAPACITY);
    private final Doorbell doorbell;

    public Mailbox(Doorbell doorbell) {
        this.doorbell = doorbell;
    }

    /**
     * Any thread.
     *
     * @throws IllegalStateException when the core has not taken the last 64 commands yet
     */
    public void send(CoreCommand command) {
        if (!commands.offer(command)) {
            throw new IllegalStateException("mailbox full: the core does not turn");
        }
        doorbell.ring();
    }

    /** The next command, or null. Core thread. */
    public @Nullable CoreCommand poll() {
        return commands.poll();
    }

    /** Core thread. */
    public boolean isEmpty() {
        return commands.isEmpty();
    }
}
