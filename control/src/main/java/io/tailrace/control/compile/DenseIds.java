package io.tailrace.control.compile;

import java.util.ArrayDeque;
import java.util.PriorityQueue;

/**
 * Small numbers that index a core's arrays. A number that was given back is taken again only once
 * every core has seen a generation without it: until then a core may still find its old owner
 * there.
 *
 * <p>Thread: control.
 */
final class DenseIds {
    /** An id, and the first generation that does without it. */
    private record Retiring(int id, long generation) {}

    private final PriorityQueue<Integer> free = new PriorityQueue<>();
    private final ArrayDeque<Retiring> retiring = new ArrayDeque<>();
    private int bound;

    /** The smallest number that is free. */
    int take() {
        Integer id = free.poll();
        return id == null ? bound++ : id;
    }

    /**
     * The number is no longer used.
     *
     * @param generation the first one without it, not smaller than in the call before
     */
    void giveBack(int id, long generation) {
        retiring.add(new Retiring(id, generation));
    }

    /** Frees what no core can meet any more. */
    void retire(long seenByAll) {
        while (!retiring.isEmpty() && retiring.peek().generation() <= seenByAll) {
            free.add(retiring.remove().id());
        }
    }
}
