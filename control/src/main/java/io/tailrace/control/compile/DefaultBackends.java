package io.tailrace.control.compile;

import io.tailrace.control.model.Quoted;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the requests of a host that none of its paths takes.
 *
 * <ol>
 *   <li>A named host: the default backend of the oldest Ingress that has rules for it and a default
 *       backend.
 *   <li>The hosts that no rule names: the default backend of the oldest Ingress <em>without</em>
 *       rules, so that no tenant takes all unmatched traffic by accident.
 *   <li>Failing that, of the oldest that has both a default backend and rules without host, which
 *       are rules for these hosts.
 *   <li>What is left: the controller's default backend.
 * </ol>
 *
 * <p>Thread: control, for one compile.
 */
final class DefaultBackends {
    private final TableBuilder table;
    private final List<IngressRules> oldestFirst;

    DefaultBackends(TableBuilder table, List<IngressRules> oldestFirst) {
        this.table = table;
        this.oldestFirst = oldestFirst;
    }

    void claim(@Nullable ClusterKey ofController) {
        for (IngressRules stated : oldestFirst) {
            stated.hosts().stream()
                    .filter(host -> !host.isEmpty())
                    .forEach(host -> claimRest(stated, host));
        }
        for (IngressRules stated : oldestFirst) {
            if (!stated.hasRules()) {
                claimRest(stated, "");
            }
        }
        for (IngressRules stated : oldestFirst) {
            if (stated.hosts().contains("")) {
                claimRest(stated, "");
            }
        }
        if (ofController != null) {
            claimAllThatIsLeft(ofController);
        }
        rejectRulesWithoutTarget();
    }

    private void claimRest(IngressRules stated, String host) {
        if (stated.rest() != null) {
            if (!stated.hosts().contains(host)) {
                table.settle(stated, host);
            }
            String place = place(stated, host);
            String source = IngressCompiler.source(stated.key(), place);
            Rule rule = new Rule(host, "", PathType.ANY, stated.rest(), source);
            table.claim(stated.key(), place, rule);
        }
    }

    private static String place(IngressRules stated, String host) {
        String rule = stated.wholeHosts().get(host);
        if (rule != null) {
            return rule;
        }
        return host.isEmpty() ? "default backend" : "default backend of host " + Quoted.of(host);
    }

    private void claimAllThatIsLeft(ClusterKey ofController) {
        Set<String> hosts = new LinkedHashSet<>();
        oldestFirst.forEach(stated -> hosts.addAll(stated.hosts()));
        hosts.add("");
        hosts.forEach(host -> table.claimRest(host, ofController));
    }

    /** A rule without {@code http} for which there is no default backend at all. */
    private void rejectRulesWithoutTarget() {
        for (IngressRules stated : oldestFirst) {
            stated.wholeHosts()
                    .forEach(
                            (host, place) -> {
                                if (!table.hasRest(host)) {
                                    table.reject(
                                            stated.key(),
                                            place,
                                            "has no paths and there is no default backend",
                                            "add paths or spec.defaultBackend");
                                }
                            });
        }
    }
}
