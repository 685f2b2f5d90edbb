package io.tailrace.control.publish;

import io.tailrace.control.model.Rejection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All rejections of a report, whoever has made them; gathered anew when one of the lists is another
 * one.
 *
 * <p>Thread: control.
 */
final class Rejections {
    private List<List<Rejection>> gathered = List.of();
    private List<Rejection> sorted = List.of();

    /** Sorted; the same list as before if these are the same lists. */
    List<Rejection> of(List<List<Rejection>> lists) {
        if (!areSame(lists, gathered)) {
            List<Rejection> all = new ArrayList<>();
            lists.forEach(all::addAll);
            Collections.sort(all);
            gathered = lists;
            sorted = Collections.unmodifiableList(all);
        }
        return sorted;
    }

    /** Long lists are the same objects as long as nothing in them changes. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean areSame(List<List<Rejection>> some, List<List<Rejection>> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }
}
