package io.tailrace.control;

import io.tailrace.control.model.Rejection;
import io.tailrace.control.publish.InForce;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells the log what has become different: a rejection when it appears and when it is gone, a
 * generation when it is new. What stays is not said twice.
 *
 * <p>Thread: control.
 */
final class RejectionLog {
    /** Lines per report and kind: a flood of broken objects must not become a flood of lines. */
    private static final int MAX_LINES = 100;

    private static final Logger LOG = System.getLogger("io.tailrace.control");

    private Set<Rejection> rejected = Set.of();
    private Set<Rejection> noticed = Set.of();
    private long generation;

    void log(InForce inForce, List<Rejection> notices) {
        Set<Rejection> newest = new LinkedHashSet<>(inForce.rejections());
        Set<Rejection> newestNotices = new LinkedHashSet<>(notices);
        log(Level.WARNING, "", minus(newest, rejected));
        log(Level.INFO, "gone: ", minus(rejected, newest));
        log(Level.INFO, "", minus(newestNotices, noticed));
        if (inForce.generation() != generation) {
            LOG.log(Level.INFO, summary(inForce));
        }
        rejected = newest;
        noticed = newestNotices;
        generation = inForce.generation();
    }

    private static void log(Level level, String prefix, List<Rejection> rejections) {
        for (Rejection rejection : rejections.subList(0, Math.min(MAX_LINES, rejections.size()))) {
            LOG.log(level, prefix + rejection);
        }
        if (rejections.size() > MAX_LINES) {
            LOG.log(level, prefix + "and " + (rejections.size() - MAX_LINES) + " more");
        }
    }

    private static List<Rejection> minus(Set<Rejection> these, Set<Rejection> those) {
        return these.stream().filter(rejection -> !those.contains(rejection)).toList();
    }

    private static String summary(InForce inForce) {
        return "generation "
                + inForce.generation()
                + ": rules "
                + inForce.rules().size()
                + ", clusters "
                + inForce.clusters()
                + ", endpoints "
                + inForce.endpoints()
                + ", rejections "
                + inForce.rejections().size();
    }
}
