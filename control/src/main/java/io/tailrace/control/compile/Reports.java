package io.tailrace.control.compile;

import io.tailrace.control.model.Rejection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All rejections of one sort, whoever has made them. One that several have made is told once.
 *
 * <p>Thread: control.
 */
final class Reports {
    /** Each with the number of those who say so. */
    private final TreeMap<Rejection, Integer> counts = new TreeMap<>();

    private @Nullable List<Rejection> sorted = List.of();

    /** Somebody says other things than before. */
    void replace(List<Rejection> former, List<Rejection> newest) {
        if (former.equals(newest)) {
            return;
        }
        // The newest first: what stays is never gone in between.
        newest.forEach(this::add);
        former.forEach(this::remove);
    }

    private void add(Rejection rejection) {
        if (counts.merge(rejection, 1, Integer::sum) == 1) {
            sorted = null;
        }
    }

    private void remove(Rejection rejection) {
        if (counts.computeIfPresent(rejection, (_, count) -> count == 1 ? null : count - 1)
                == null) {
            sorted = null;
        }
    }

    /** Sorted; the same list as before if nothing has changed. */
    List<Rejection> list() {
        if (sorted == null) {
            sorted = Collections.unmodifiableList(new ArrayList<>(counts.keySet()));
        }
        return sorted;
    }
}
