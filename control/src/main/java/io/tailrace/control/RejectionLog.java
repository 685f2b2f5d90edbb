package io.tailrace.control;

import io.tailrace.control.model.Rejection;
import io.tailrace.control.publish.InForce;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
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

    /** As it was reported, and as a set. */
    private List<Rejection> rejections = List.of();

    private Set<Rejection> rejected = Set.of();
    private List<Rejection> notices = List.of();
    private Set<Rejection> noticed = Set.of();
    private long generation;

    void log(InForce inForce, List<Rejection> newestNotices) {
        if (!isSame(inForce.rejections(), rejections)) {
            Set<Rejection> newest = new LinkedHashSet<>(inForce.rejections());
            log(Level.WARNING, "", minus(newest, rejected));
            log(Level.INFO, "gone: ", minus(rejected, newest));
            rejected = newest;
            rejections = inForce.rejections();
        }
        if (!isSame(newestNotices, notices)) {
            Set<Rejection> newest = new LinkedHashSet<>(newestNotices);
            log(Level.INFO, "", minus(newest, noticed));
            noticed = newest;
            notices = newestNotices;
        }
        if (inForce.generation() != generation) {
            LOG.log(Level.INFO, summary(inForce));
        }
        generation = inForce.generation();
    }

    /** A long list is the same object as long as nothing in it changes. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(List<Rejection> some, List<Rejection> others) {
        return some == others;
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
                + inForce.ruleCount()
                + ", clusters "
                + inForce.clusters()
                + ", endpoints "
                + inForce.endpoints()
                + ", rejections "
                + inForce.rejections().size()
                + ", fingerprint "
                + HexFormat.of().toHexDigits(inForce.fingerprint());
    }
}
