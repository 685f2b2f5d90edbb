package io.tailrace.control.apiserver;

import io.tailrace.control.model.Kind;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.state.Keeper;
import io.tailrace.control.state.LastGood;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier process had in force stands in for the API server, if that is away at the start:
 * from the first failure on, but not at once, as a few seconds without certificates would be worse.
 * It counts as a whole until the API server has told everything.
 *
 * <p>Thread: control; {@link #text} any.
 */
final class Stale {
    private static final Logger LOG = System.getLogger("io.tailrace.control");

    /** An API server that fails for so long is away. */
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    /** One that says nothing for so long is, too. */
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(15);

    private enum Phase {
        WAITING,
        IN_FORCE,
        OVER
    }

    private final @Nullable LastGood lastGood;
    private final @Nullable Keeper keeper;
    private final KindWatches kinds;
    private Phase phase = Phase.WAITING;
    private long startedNs;

    /** What was kept, and the API server may not have any more. */
    private final Set<ObjectKey> kept = new HashSet<>();

    /** What the API server has told is compiled. */
    private boolean compiled;

    private volatile String text = "";

    Stale(@Nullable LastGood lastGood, KindWatches kinds) {
        this.lastGood = lastGood;
        this.keeper = lastGood == null ? null : new Keeper(lastGood);
        this.kinds = kinds;
    }

    void start(long nowNs) {
        startedNs = nowNs;
        if (lastGood == null) {
            phase = Phase.OVER;
        }
    }

    boolean isInForce() {
        return phase == Phase.IN_FORCE;
    }

    /** Why what is in force may be old; empty: it is not. */
    String text() {
        return text;
    }

    /** Nanoseconds until {@link #look} or {@link #keep} may do something. */
    long dueInNs(long nowNs) {
        if (phase == Phase.WAITING) {
            long sinceNs = nowNs - startedNs;
            return sinceNs < PATIENCE_NS
                    ? PATIENCE_NS - sinceNs
                    : TimeUnit.MILLISECONDS.toNanos(250);
        }
        return phase == Phase.OVER && keeper != null ? keeper.dueInNs(nowNs) : Long.MAX_VALUE;
    }

    /**
     * Decides what counts.
     *
     * @param listed the API server has told everything
     * @return whether what comes from the API server may be applied
     */
    boolean look(long nowNs, boolean listed, Model model) {
        switch (phase) {
            case WAITING -> {
                long sinceNs = nowNs - startedNs;
                if (listed) {
                    phase = Phase.OVER;
                } else if (sinceNs >= LONGEST_NS || (sinceNs >= PATIENCE_NS && kinds.isFailing())) {
                    load(model);
                }
            }
            case IN_FORCE -> {
                if (listed) {
                    replace(model);
                }
            }
            case OVER -> {}
        }
        return phase != Phase.IN_FORCE;
    }

    private void load(Model model) {
        LastGood.Kept found = lastGood == null ? null : lastGood.read();
        if (found == null) {
            phase = Phase.OVER;
            return;
        }
        phase = Phase.IN_FORCE;
        for (ModelObject object : found.objects()) {
            model.put(object);
            kept.add(object.key());
        }
        text = "the API server is away; the rules are those kept at " + found.writtenAt();
        LOG.log(Level.WARNING, text + ", without certificates");
    }

    /**
     * All that was kept goes; what is still there comes before anything is compiled. ConfigMaps are
     * told of one by one, each when it has been asked for.
     */
    private void replace(Model model) {
        phase = Phase.OVER;
        compiled = false;
        LOG.log(Level.INFO, "the API server has told everything: its objects count again");
        for (ObjectKey key : kept) {
            if (key.kind() != Kind.CONFIG_MAP) {
                model.remove(key);
            }
        }
        kept.clear();
    }

    /** So is what there is now. */
    void compiled() {
        compiled = phase == Phase.OVER;
    }

    /**
     * @param complete the rules that are in force name nothing that may still come
     */
    void published(long nowNs, Model model, boolean complete) {
        if (compiled && complete) {
            text = "";
        }
        if (keeper != null && phase == Phase.OVER) {
            keeper.changed();
            keeper.keep(nowNs, model);
        }
    }

    void keep(long nowNs, Model model) {
        if (keeper != null && phase == Phase.OVER) {
            keeper.keep(nowNs, model);
        }
    }
}
