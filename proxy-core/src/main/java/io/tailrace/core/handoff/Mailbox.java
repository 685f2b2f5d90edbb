package io.tailrace.core.handoff;

import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Commands on their way to one core, and sockets that other cores have accepted for it.
 *
 * <p>Thread: handoff. Writers: any thread. Reader: the core.
 *
 * <p>Ordering: what a writer stored before {@link #send} is visible to the core when it handles the
 * command, and likewise with a socket. Progress: wait-free for the core, lock-free for writers; a
 * full mailbox refuses.
 */
public final class Mailbox {
    private static final int CAPACITY = 64;
    private static final int SOCKETS = 256;

    private final MpscAtomicArrayQueue<CoreCommand> commands = new MpscAtomicArrayQueue<>(CAPACITY);
    private final MpscAtomicArrayQueue<AcceptedSocket> sockets =
            new MpscAtomicArrayQueue<>(SOCKETS);
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
        return commands.relaxedPoll();
    }

    /**
     * Hands a socket over. Any core thread.
     *
     * @return false when there is no room: the socket stays with the caller
     */
    public boolean pass(AcceptedSocket socket) {
        if (!sockets.offer(socket)) {
            return false;
        }
        doorbell.ring();
        return true;
    }

    /**
     * The next socket handed over, or null. Core thread; who has ended all cores, afterwards: what
     * was passed to a core that had ended is to be closed.
     */
    public @Nullable AcceptedSocket pollSocket() {
        return sockets.relaxedPoll();
    }

    /** Core thread. */
    public boolean isEmpty() {
        return commands.isEmpty() && sockets.isEmpty();
    }
}
