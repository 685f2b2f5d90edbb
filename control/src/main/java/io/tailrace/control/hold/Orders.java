package io.tailrace.control.hold;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Orders on their way to the control thread.
 *
 * <p>Thread: handoff. Writers: any thread. Reader: control.
 *
 * <p>Ordering: what a writer did before {@link #give} is visible when the order is obeyed; the
 * outcome is there after what it says is in force and told. Progress: nobody waits; a full queue
 * refuses.
 */
public final class Orders {
    private static final int MOST = 16;

    /**
     * An order, and where its outcome goes.
     *
     * <p>Thread: handoff. Writer: control, once. Readers: who gave it.
     */
    public record Pending(Order order, CompletableFuture<Outcome> outcome) {}

    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(MOST);
    private final Runnable wake;

    /**
     * @param wake ends the control thread's sleep; from any thread
     */
    public Orders(Runnable wake) {
        this.wake = wake;
    }

    /** Any thread. */
    public CompletableFuture<Outcome> give(Order order) {
        Pending pending = new Pending(order, new CompletableFuture<>());
        if (!queue.offer(pending)) {
            return CompletableFuture.completedFuture(
                    Outcome.error("control has other orders to obey", "ask again"));
        }
        wake.run();
        return pending.outcome();
    }

    /** The next one; null: there is none. Control thread. */
    public @Nullable Pending poll() {
        return queue.poll();
    }
}
