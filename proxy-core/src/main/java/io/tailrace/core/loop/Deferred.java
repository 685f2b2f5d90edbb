package io.tailrace.core.loop;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Work that no readiness event will announce: the rest of a pipelined buffer, a side resumed after
 * back-pressure, a waiter woken.
 *
 * <p>Thread: core.
 */
public final class Deferred {
    /** Somebody with work of that kind. */
    public abstract static class Task {
        private boolean queued;

        /** It has waited in a {@link StepsPerTurn}, and its turn has come. */
        boolean released;

        @Nullable WaitingLine line;
        @Nullable Task before;
        @Nullable Task after;

        protected Task() {}

        /** Waits for nothing any more. */
        public final void leaveLine() {
            WaitingLine waited = line;
            if (waited != null) {
                waited.remove(this);
            }
        }

        /** Does the work. Called in a later part of the turn, or in the next one. */
        public abstract void run();

        /** {@link #run} threw: close what this stands for, and never throw. */
        public abstract void onFailure();
    }

    private final ArrayDeque<Task> queue = new ArrayDeque<>();

    /** Queues a task once, however often it is called before the task runs. */
    public void add(Task task) {
        if (!task.queued) {
            task.queued = true;
            queue.addLast(task);
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    @Nullable Task poll() {
        Task task = queue.pollFirst();
        if (task != null) {
            task.queued = false;
        }
        return task;
    }
}
