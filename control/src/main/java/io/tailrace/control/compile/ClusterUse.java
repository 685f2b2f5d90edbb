package io.tailrace.control.compile;

import io.tailrace.control.compile.DecisionTable.Reference;
import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.share.SharedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which rules name a cluster.
 *
 * <p>Thread: any (immutable).
 *
 * @param hosts sorted; those of which a rule of an Ingress names it
 * @param byController number of hosts whose rest the controller sends to it
 */
record ClusterUse(List<String> hosts, int byController) {
    static final ClusterUse NONE = new ClusterUse(List.of(), 0);

    boolean isNone() {
        return hosts.isEmpty() && byController == 0;
    }

    /** Who names the cluster: each Ingress with the first of its rules in force that does. */
    List<Reference> references(ClusterKey cluster, SharedMap<String, HostPart> parts) {
        return references(cluster, parts, _ -> true);
    }

    /**
     * As {@link #references(ClusterKey, SharedMap)}.
     *
     * @param wanted the Ingresses that matter; the controller always does
     */
    List<Reference> references(
            ClusterKey cluster, SharedMap<String, HostPart> parts, Predicate<ObjectKey> wanted) {
        Map<ObjectKey, Claim> first = new TreeMap<>();
        for (String host : hosts) {
            HostPart part = parts.get(host);
            if (part != null) {
                for (Claim row : part.rows()) {
                    ObjectKey ingress = row.ingress();
                    if (ingress != null
                            && wanted.test(ingress)
                            && row.rule().target().equals(cluster)) {
                        first.merge(ingress, row, ClusterUse::first);
                    }
                }
            }
        }
        List<Reference> references = new ArrayList<>(first.size() + 1);
        if (byController > 0) {
            references.add(new Reference(null, HostRows.OF_CONTROLLER));
        }
        first.forEach((ingress, row) -> references.add(new Reference(ingress, row.place())));
        return references;
    }

    private static Claim first(Claim one, Claim other) {
        return one.number() <= other.number() ? one : other;
    }
}
