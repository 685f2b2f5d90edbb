package io.tailrace.core.loop;

import io.tailrace.core.loop.Deferred.Task;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for something scarce, the first to come first. A task waits in one line at a
 * time, and leaves it when what it stands for is closed ({@link Task#leaveLine}).
 *
 * <p>Thread: core.
 */
public final class WaitingLine {
    private @Nullable Task first;
    private @Nullable Task last;

    public boolean isEmpty() {
        return first == null;
    }

    /** Adds a task at the end, unless it waits already, here or elsewhere. */
    public void add(Task task) {
        if (task.line != null) {
            return;
        }
        task.line = this;
        task.before = last;
        if (last == null) {
            first = task;
        } else {
            last.after = task;
        }
        last = task;
    }

    /** The first one, which waits no more; null: there is none. */
    public @Nullable Task poll() {
        Task task = first;
        if (task != null) {
            remove(task);
        }
        return task;
    }

    void remove(Task task) {
        if (task.before == null) {
            first = task.after;
        } else {
            task.before.after = task.after;
        }
        if (task.after == null) {
            last = task.before;
        } else {
            task.after.before = task.before;
        }
        task.line = null;
        task.before = null;
        task.after = null;
    }
}
