package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * The routes of one host: its rules with the dense ids of their clusters, and its settings. A route
 * is named by its place among them.
 *
 * <p>Thread: any (immutable); built by control, matched by cores.
 */
public final class HostRoutes {
    /** What {@link #match} answers when no rule matches. */
    public static final int NONE = PathTree.NONE;

    /** Of a host that no rule is for. */
    static final HostRoutes NOBODY =
            new HostRoutes(PathTree.EMPTY, new Rule[0], new int[0], ClassSettings.DEFAULT);

    private final long[] paths;
    private final Rule[] rules;
    private final int[] clusterIds;
    private final ClassSettings settings;

    /**
     * @param paths the {@link PathTree} of the rules; hosts whose rules have equal paths share one
     * @param rules sorted by path and type
     * @param clusterIds of the rules' targets
     */
    HostRoutes(long[] paths, Rule[] rules, int[] clusterIds, ClassSettings settings) {
        this.paths = paths;
        this.rules = rules;
        this.clusterIds = clusterIds;
        this.settings = settings;
    }

    /** How requests for the host are treated; needed before they are matched. */
    public ClassSettings settings() {
        return settings;
    }

    /**
     * The route that a path selects. Core thread; allocates nothing.
     *
     * @param path holds the match path at {@code [offset, offset + length)}: starts with {@code /},
     *     or is {@code *}
     * @return its place, or {@link #NONE}
     */
    public int match(DirectBuffer path, int offset, int length) {
        return PathTree.match(paths, path, offset, length);
    }

    /** The row of the decision table that justifies requests on this route. */
    public Rule rule(int place) {
        return rules[place];
    }

    /**
     * Index into a snapshot's clusters; valid only together with a snapshot that has these routes.
     */
    public int clusterId(int place) {
        return clusterIds[place];
    }

    /** The tree of the rules' paths. */
    long[] paths() {
        return paths;
    }

    /** Sorted by path and type. */
    Rule[] rules() {
        return rules;
    }

    /** What the rules add to that of a table. */
    long fingerprint() {
        return Fingerprint.of(rules);
    }
}
