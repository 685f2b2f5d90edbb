package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.Rule;
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
    static final HostPart NOTHING =
            new HostPart(List.of(), ClassSettings.DEFAULT, List.of(), List.of());

    /** Sorted by path and type, no two with the same. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(rows.size());
        rows.forEach(row -> rules.add(row.rule()));
        return rules;
    }
}
