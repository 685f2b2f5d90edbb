package io.tailrace.control.apiserver;

import io.tailrace.control.model.Kind;
import io.tailrace.control.model.Rejection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
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

    private static final String AGAIN = "tried again, and what was read before stays in force";

    private final Set<Resources> failing = new HashSet<>();
    private final Map<String, Rejection> refused = new TreeMap<>();
    private final Map<Kind, Long> begunAnew = new EnumMap<>(Kind.class);
    private List<Rejection> rejections = List.of();

    /** A watch of this kind has ended, and goes on. */
    synchronized void begunAnew(Kind kind) {
        begunAnew.merge(kind, 1L, Long::sum);
    }

    /** How often that was, since the start. */
    synchronized long timesBegunAnew(Kind kind) {
        return begunAnew.getOrDefault(kind, 0L);
    }

    /** The API server cannot be reached, or cannot answer. */
    synchronized void fails(Resources what, String reason) {
        if (failing.isEmpty()) {
            LOG.log(Level.WARNING, "API server: " + what + ": " + reason + "; " + AGAIN);
        }
        failing.add(what);
    }

    /** The API server does not want to tell. */
    synchronized void refuses(Resources what, RefusedException refusal) {
        Rejection rejection = rejection(what, refusal);
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

    private static Rejection rejection(Resources what, RefusedException refusal) {
        if (refusal.code() != RefusedException.FORBIDDEN) {
            return new Rejection(
                    "API server",
                    null,
                    what.toString(),
                    String.valueOf(refusal.getMessage()),
                    AGAIN);
        }
        boolean secret = what.kind() == Kind.SECRET || what.kind() == Kind.CONFIG_MAP;
        return new Rejection(
                "API server",
                null,
                what.toString(),
                "we have no right to list and watch " + (what.name() == null ? "them" : "it"),
                (secret && what.name() != null
                                ? "grant it as deploy/manifests/secrets-in-namespace.yaml does"
                                : "apply deploy/manifests/rbac.yaml")
                        + "; "
                        + AGAIN);
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
