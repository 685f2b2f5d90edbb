package io.tailrace.control.compile;

import io.tailrace.control.compile.DecisionTable.Reference;
import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.share.SharedMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody who names a cluster what is wrong with it, once for each Ingress.
 *
 * <p>Thread: control.
 */
final class ClusterReports {
    /** In place of an Ingress. */
    private static final ObjectKey CONTROLLER = ObjectKey.ingress("", "");

    /** What was told of a cluster, by Ingress. */
    private record Told(Resolution.Problem problem, Map<ObjectKey, Rejection> byIngress) {}

    private final Reports rejections;
    private final Map<ClusterKey, Told> told = new HashMap<>();

    ClusterReports(Reports rejections) {
        this.rejections = rejections;
    }

    /**
     * Brings what is told of a cluster up to date.
     *
     * @param problem null: there is none
     */
    void tell(
            ClusterKey cluster,
            Resolution.@Nullable Problem problem,
            SharedMap<ClusterKey, ClusterUse> uses,
            SharedMap<String, HostPart> parts) {
        ClusterUse use = uses.get(cluster);
        Told former = told.get(cluster);
        if (former != null && (use == null || !former.problem().equals(problem))) {
            told.remove(cluster);
            former.byIngress().values().forEach(this::retract);
            former = null;
        }
        if (former == null && use != null && problem != null) {
            Told next = new Told(problem, new HashMap<>());
            told.put(cluster, next);
            use.references(cluster, parts).forEach(reference -> tell(next, reference));
        }
    }

    /**
     * Follows those who name the clusters that have been told of.
     *
     * @param changed the former and the newest parts of hosts that have changed
     */
    void follow(
            Collection<HostPart> changed,
            SharedMap<ClusterKey, ClusterUse> uses,
            SharedMap<String, HostPart> parts) {
        if (told.isEmpty()) {
            return;
        }
        Map<ClusterKey, Set<ObjectKey>> touched = new HashMap<>();
        for (HostPart part : changed) {
            for (Claim row : part.rows()) {
                ClusterKey cluster = row.rule().target();
                if (told.containsKey(cluster)) {
                    touched.computeIfAbsent(cluster, _ -> new HashSet<>())
                            .add(orController(row.ingress()));
                }
            }
        }
        touched.forEach((cluster, ingresses) -> follow(cluster, ingresses, uses, parts));
    }

    private void follow(
            ClusterKey cluster,
            Set<ObjectKey> ingresses,
            SharedMap<ClusterKey, ClusterUse> uses,
            SharedMap<String, HostPart> parts) {
        Told now = told.get(cluster);
        ClusterUse use = uses.get(cluster);
        if (now == null || use == null) {
            return;
        }
        for (ObjectKey ingress : ingresses) {
            Rejection former = now.byIngress().remove(ingress);
            if (former != null) {
                retract(former);
            }
        }
        use.references(cluster, parts, ingresses::contains)
                .forEach(reference -> tell(now, reference));
    }

    private void tell(Told now, Reference reference) {
        Rejection rejection = reference.rejection(now.problem().reason(), now.problem().remedy());
        Rejection former = now.byIngress().put(orController(reference.ingress()), rejection);
        if (former != null) {
            retract(former);
        }
        rejections.replace(List.of(), List.of(rejection));
    }

    private static ObjectKey orController(@Nullable ObjectKey ingress) {
        return ingress == null ? CONTROLLER : ingress;
    }

    private void retract(Rejection rejection) {
        rejections.replace(List.of(rejection), List.of());
    }
}
