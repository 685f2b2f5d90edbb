package io.tailrace.control.hold;

import io.tailrace.control.compile.HostChange;
import io.tailrace.core.route.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rules that the guard holds.
 *
 * <p>Thread: any (immutable once built).
 *
 * @param rules how many
 * @param hosts of how many hosts they are
 * @param examples some of them
 */
public record HeldRules(int rules, int hosts, List<Rule> examples) {
    private static final int EXAMPLES = 3;

    /** Those in force that the newest rules lack. */
    public static HeldRules of(Rules newest, Rules inForce) {
        List<HostChange> removing =
                RulesChange.between(inForce, newest).hosts().stream()
                        .filter(change -> change.removed() > 0)
                        .toList();
        List<Rule> examples = new ArrayList<>();
        removing.stream()
                .sorted(Comparator.comparing(HostChange::host))
                .limit(EXAMPLES)
                .forEach(change -> examples.add(change.removedRules().getFirst()));
        return new HeldRules(
                removing.stream().mapToInt(HostChange::removed).sum(), removing.size(), examples);
    }

    /** One line: how many, which, and what to do. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        line.append(rules).append(" rules of ").append(hosts).append(" hosts, for example ");
        String lead = "";
        for (Rule rule : examples) {
            line.append(lead).append(rule.host().isEmpty() ? "*" : rule.host());
            line.append(rule.path().isEmpty() ? "/" : rule.path());
            lead = ", ";
        }
        return line.append("; if they are to go: tailrace ctl release").toString();
    }
}
