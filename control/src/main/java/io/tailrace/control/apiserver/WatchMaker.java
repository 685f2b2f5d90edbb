package io.tailrace.control.apiserver;

import io.tailrace.control.model.IngressFacts;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * What all watches have in common.
 *
 * <p>Thread: any (immutable).
 */
record WatchMaker(
        Lanes lanes, Inbox inbox, IngressFacts facts, WatchBoard board, String fieldManager) {
    /** A watch that does not run yet. */
    ObjectWatch of(Resources what) {
        RandomGenerator random = new SplittableRandom(ThreadLocalRandom.current().nextLong());
        return new ObjectWatch(what, lanes, inbox, facts, board, fieldManager, random);
    }
}
