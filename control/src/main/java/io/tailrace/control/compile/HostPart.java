package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.Rule;
import io.tailrace.core.share.SharedMap;
import io.tailrace.core.tls.ServerCertificate;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in force for one host: its part of the decision table.
 *
 * <p>Thread: any (immutable).
 *
 * @param rows its rules, sorted by path and type, each with who states it
 * @param settings how its requests are treated
 * @param certificates at most one for each key algorithm
 * @param rejections what somebody states of it and is not in force
 */
public record HostPart(
        List<Claim> rows,
        ClassSettings settings,
        List<ServerCertificate> certificates,
        List<Rejection> rejections) {

    /** Of a host that nobody says anything about. */
    public static final HostPart NOTHING =
            new HostPart(List.of(), ClassSettings.DEFAULT, List.of(), List.of());

    /** Of one of these hosts. */
    public static HostPart of(SharedMap<String, HostPart> hosts, String name) {
        HostPart part = hosts.get(name);
        return part == null ? NOTHING : part;
    }

    /** Sorted by path and type, no two with the same. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(rows.size());
        rows.forEach(row -> rules.add(row.rule()));
        return rules;
    }

    /** Whether one of its rules is stated by the Ingress. */
    boolean states(ObjectKey ingress) {
        return rows.stream().anyMatch(row -> ingress.equals(row.ingress()));
    }

    /**
     * Requests go where they would go by the other part, and are treated alike; others may state it
     * at other places.
     */
    public boolean decidesLike(HostPart other) {
        return HostChange.decideAlike(rows, other.rows) && settings.equals(other.settings);
    }

    /** This part with the rules and the settings of another. */
    public HostPart withRulesOf(HostPart other) {
        return new HostPart(other.rows, other.settings, certificates, rejections);
    }

    /**
     * This part with its rules and those that a former part has beyond them. The settings are the
     * former ones where there would be no rule without these.
     */
    public HostPart keepingRulesOf(HostPart former) {
        List<Claim> kept = HostChange.merge(rows, former.rows);
        return kept.size() == rows.size()
                ? this
                : new HostPart(
                        kept,
                        rows.isEmpty() ? former.settings : settings,
                        certificates,
                        rejections);
    }

    /** How many of its rules have no counterpart, for the same path and type, in a later part. */
    public int rulesGoneIn(HostPart later) {
        return HostChange.missing(rows, later.rows).size();
    }
}
