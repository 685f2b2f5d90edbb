package io.tailrace.loadtest.churn;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What has been stated when. Versions count from 0. A version is <em>written</em> from before its
 * file is; it is <em>known</em> once the proxy has told that every core works by it.
 *
 * <p>A request may go where any version says that was the newest known one when it left, or was
 * written before its answer was complete: the newest, or, while a change is under way, the one
 * before.
 *
 * <p>Thread: any. Writer: main.
 */
final class Timeline {
    /** Versions that are remembered; far more than a request can last. */
    private static final int MEMORY = 8192;

    /** How an answer fits. */
    enum Fit {
        /** The newest version says so. */
        NEWEST,
        /** Not the newest, but one that it may still go by. */
        BEFORE,
        NONE
    }

    private final AtomicReferenceArray<Rules> versions = new AtomicReferenceArray<>(MEMORY);
    private volatile long written;
    private volatile long known;

    Timeline(Rules first) {
        versions.set(0, first);
    }

    /** The next version is about to be written. Main thread. */
    void writing(Rules rules) {
        long next = written + 1;
        versions.set((int) (next % MEMORY), rules);
        written = next;
    }

    /** All that is written is in force. Main thread. */
    void adopted() {
        known = written;
    }

    long written() {
        return written;
    }

    long known() {
        return known;
    }

    Rules at(long version) {
        return versions.get((int) (version % MEMORY));
    }

    /**
     * Judges where a request went.
     *
     * @param knownAtSend what was known before its first byte left
     * @param writtenAtEnd what was written when its answer had come
     * @param pod that answered; empty: none, as no rule took it
     */
    Fit judge(String host, String path, long knownAtSend, long writtenAtEnd, String pod) {
        for (long version = writtenAtEnd; version >= knownAtSend; version--) {
            var pods = at(version).podsFor(host, path);
            if (pod.isEmpty() ? pods.isEmpty() : pods.contains(pod)) {
                return version == writtenAtEnd ? Fit.NEWEST : Fit.BEFORE;
            }
        }
        return Fit.NONE;
    }
}
