package io.tailrace.control.apiserver;

import io.tailrace.control.model.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has come and is not in the model yet: of each object the newest only, so that it is bounded
 * by what there is, however fast it changes.
 *
 * <p>Thread: handoff. Writers: the threads of the watches. Reader: control.
 *
 * <p>Ordering: that of one lock, held for as long as maps are written. Progress: the reader takes
 * everything at once.
 */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private Map<ObjectKey, Letter> letters = new LinkedHashMap<>();
    private boolean woken;

    /** Leaves what has come, in order, and ends the reader's sleep. */
    void put(Map<ObjectKey, Letter> come) {
        lock.lock();
        try {
            come.forEach((key, letter) -> letters.put(key, letter.after(letters.get(key))));
            woken = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the reader's sleep, or the next one. */
    void wake() {
        put(Map.of());
    }

    /** Takes what has come, in order. */
    Map<ObjectKey, Letter> take() {
        lock.lock();
        try {
            Map<ObjectKey, Letter> taken = letters;
            letters = new LinkedHashMap<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until something comes, somebody wakes, or the time is over. */
    void await(long timeoutNs) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = timeoutNs;
            while (!woken && leftNs > 0) {
                leftNs = arrived.awaitNanos(leftNs);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }
}
