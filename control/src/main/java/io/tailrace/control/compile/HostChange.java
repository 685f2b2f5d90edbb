package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two parts of one host decide differently, and no more: the rules of the former part can be
 * had back from those of the later one.
 *
 * <p>Thread: any (immutable).
 *
 * @param gone rows of the former part that are gone or decide otherwise; sorted
 * @param come rows of the later part that are new or decide otherwise; sorted
 * @param changed how many rows are in both
 * @param formerSettings those of the former part
 * @param settings those of the later part
 */
public record HostChange(
        String host,
        List<Claim> gone,
        List<Claim> come,
        int changed,
        ClassSettings formerSettings,
        ClassSettings settings) {

    /** The difference; null: they decide alike. */
    public static @Nullable HostChange between(String host, HostPart former, HostPart later) {
        if (former.decidesLike(later)) {
            return null;
        }
        if (former.rows().isEmpty() || later.rows().isEmpty()) {
            return new HostChange(
                    host, former.rows(), later.rows(), 0, former.settings(), later.settings());
        }
        List<Claim> gone = different(former.rows(), later.rows());
        List<Claim> come = different(later.rows(), former.rows());
        int changed = gone.size() - missing(gone, come).size();
        return new HostChange(host, gone, come, changed, former.settings(), later.settings());
    }

    /** Rules of paths that there were none for. */
    public int added() {
        return come.size() - changed;
    }

    /** Rules of paths that there are none for any more. */
    public int removed() {
        return gone.size() - changed;
    }

    /** Requests are treated differently, wherever they go. */
    public boolean changesSettings() {
        return !formerSettings.equals(settings);
    }

    /** The rules that are gone and have no successor. */
    public List<Rule> removedRules() {
        List<Rule> removed = new ArrayList<>();
        missing(gone, come).forEach(row -> removed.add(row.rule()));
        return removed;
    }

    /**
     * A part with the rules that the former one had.
     *
     * @param later decides like the later part
     */
    public HostPart undo(HostPart later) {
        List<Claim> rows = merge(gone, missing(later.rows(), come));
        return later.withRulesOf(new HostPart(rows, formerSettings, List.of(), List.of()));
    }

    static boolean decideAlike(List<Claim> these, List<Claim> those) {
        return these.size() == those.size() && different(these, those).isEmpty();
    }

    /** All of these, and of those what these have no row of the same path and type for. */
    static List<Claim> merge(List<Claim> these, List<Claim> those) {
        List<Claim> all = new ArrayList<>(missing(those, these));
        if (all.isEmpty()) {
            return these;
        }
        all.addAll(these);
        all.sort(HostRows.ORDER);
        return all;
    }

    /** The rows that have no counterpart of the same path and type. */
    static List<Claim> missing(List<Claim> these, List<Claim> those) {
        return select(these, those, false);
    }

    /** The rows that have no counterpart, or one that decides otherwise. */
    private static List<Claim> different(List<Claim> these, List<Claim> those) {
        return select(these, those, true);
    }

    private static List<Claim> select(List<Claim> these, List<Claim> those, boolean othersToo) {
        List<Claim> selected = new ArrayList<>();
        int j = 0;
        for (Claim row : these) {
            while (j < those.size() && HostRows.ORDER.compare(those.get(j), row) < 0) {
                j++;
            }
            boolean same =
                    j < those.size()
                            && HostRows.ORDER.compare(those.get(j), row) == 0
                            && !(othersToo && !those.get(j).rule().decidesLike(row.rule()));
            if (!same) {
                selected.add(row);
            }
        }
        return selected;
    }
}
