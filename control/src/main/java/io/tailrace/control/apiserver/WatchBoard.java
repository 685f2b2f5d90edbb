package io.tailrace.control.apiserver;

import io.tailrace.control.model.Rejection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all watches have trouble with. The log hears of the first that loses the API server and when
 * all have it again; what the API server refuses is a rejection for as long as it does.
 *
 * <p>Thread: handoff. Writers: the threads of the watches. Readers: any thread.
 *
 * <p>Ordering: that of its lock. Progress: it is held for as long as a map is written.
 */
final class WatchBoard {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    private final Set<Resources> failing = new HashSet<>();
    private final Map<String, Rejection> refused = new TreeMap<>();
    private List<Rejection> rejections = List.of();

    /** The API server cannot be reached, or cannot answer. */
    synchronized void fails(Resources what, String reason) {
        if (failing.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "API server: "
                            + what
                            + ": "
                            + reason
                            + "; tried again, and what was read before stays in force");
        }
        failing.add(what);
    }

    /** The API server does not want to tell. */
    synchronized void refuses(Resources what, Rejection rejection) {
        ends(what);
        if (!rejection.equals(refused.put(what.toString(), rejection))) {
            gather();
        }
    }

    /** All is well with it, or nobody watches it any more. */
    synchronized void works(Resources what) {
        ends(what);
        if (refused.remove(what.toString()) != null) {
            gather();
        }
    }

    private void ends(Resources what) {
        if (failing.remove(what) && failing.isEmpty()) {
            LOG.log(Level.INFO, "API server: answers again");
        }
    }

    private void gather() {
        List<Rejection> sorted = new ArrayList<>(refused.values());
        Collections.sort(sorted);
        rejections = List.copyOf(sorted);
    }

    /** The same list as before if nothing is different. */
    synchronized List<Rejection> rejections() {
        return rejections;
    }
}
