package io.tailrace.control.apiserver;

import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A watch for each Secret and ConfigMap that is named, so that no right is needed to read others.
 *
 * <p>Thread: control; {@link #missing}, {@link #all} and {@link #stop} any.
 */
final class NamedWatches {
    /** How long rules wait for a Secret that they are the first to name. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Others do not exist, and must not get into a query. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private final ApiServerSettings settings;
    private final WatchMaker maker;
    private final Inbox inbox;
    private final Map<ObjectKey, ObjectWatch> watches = new ConcurrentHashMap<>();

    /** Those of which nothing has been heard yet. */
    private final Set<ObjectWatch> unanswered = new HashSet<>();

    private Set<ObjectKey> wanted = Set.of();
    private boolean asked;

    /** Rules wait, and since when. */
    private boolean waited;

    private long waitedNs;
    private volatile boolean stopped;

    NamedWatches(ApiServerSettings settings, WatchMaker maker, Inbox inbox) {
        this.settings = settings;
        this.maker = maker;
        this.inbox = inbox;
    }

    /**
     * From now on these are watched, and no others.
     *
     * @return whether there are some among them that were not watched before
     */
    boolean want(Set<ObjectKey> named, long nowNs) {
        asked = true;
        if (named.equals(wanted)) {
            return false;
        }
        wanted = Set.copyOf(named);
        Map<ObjectKey, Letter> gone = new HashMap<>();
        watches.entrySet()
                .removeIf(
                        entry -> {
                            if (wanted.contains(entry.getKey())) {
                                return false;
                            }
                            entry.getValue().stop();
                            unanswered.remove(entry.getValue());
                            gone.put(entry.getKey(), Letter.GONE);
                            return true;
                        });
        inbox.put(gone);
        boolean more = false;
        for (ObjectKey key : wanted) {
            if (!watches.containsKey(key) && isValid(key) && !isCovered(key)) {
                ObjectWatch watch = maker.of(Resources.one(key));
                watches.put(key, watch);
                unanswered.add(watch);
                if (stopped) {
                    watch.stop();
                } else {
                    watch.start();
                }
                more = true;
            }
        }
        if (more && !waited) {
            waited = true;
            waitedNs = nowNs;
        }
        return more;
    }

    /** No rules wait any more; the next ones may do so for as long again. */
    void served() {
        waited = false;
    }

    /** As far as has been looked, nobody is waited for. */
    boolean isQuiet() {
        return unanswered.isEmpty();
    }

    private static boolean isValid(ObjectKey key) {
        return NAME.matcher(key.name()).matches() && NAME.matcher(key.namespace()).matches();
    }

    /** The watch of the kind tells of it. */
    private boolean isCovered(ObjectKey key) {
        return settings.allSecrets()
                && key.kind() == Kind.SECRET
                && (settings.namespaces().isEmpty()
                        || settings.namespaces().contains(key.namespace()));
    }

    /**
     * Whether all that are wanted have been heard of, or need not be waited for any longer.
     *
     * @param patient they are waited for, however long it takes
     */
    boolean areAnswered(long nowNs, boolean patient) {
        unanswered.removeIf(ObjectWatch::isAnswered);
        return asked && (unanswered.isEmpty() || (!patient && isOverdue(nowNs)));
    }

    /** Rules have waited for long enough, whatever else is named meanwhile. */
    boolean isOverdue(long nowNs) {
        return waited && nowNs - waitedNs >= PATIENCE_NS;
    }

    /** Nanoseconds until nobody waits any longer; {@code Long.MAX_VALUE}: nobody does. */
    long dueInNs(long nowNs) {
        long leftNs = waitedNs + PATIENCE_NS - nowNs;
        return unanswered.isEmpty() || leftNs <= 0 ? Long.MAX_VALUE : leftNs;
    }

    void stop() {
        stopped = true;
        watches.values().forEach(ObjectWatch::stop);
    }

    /** What has not been heard of, and why. */
    List<String> missing() {
        return watches.values().stream()
                .filter(watch -> !watch.isAnswered())
                .map(ObjectWatch::missing)
                .sorted()
                .toList();
    }

    Collection<ObjectWatch> all() {
        return watches.values();
    }
}
