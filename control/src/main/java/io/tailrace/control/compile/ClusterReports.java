package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.share.SharedMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody who names a cluster what is wrong with it, once for each Ingress, at the first of
 * its rules in force that does. The rules are gone through once for all clusters together: a tenant
 * may name as many in one host as fit into an object.
 *
 * <p>Thread: control.
 */
final class ClusterReports {
    /** In place of an Ingress. */
    private static final ObjectKey CONTROLLER = ObjectKey.ingress("", "");

    /** What was told of a cluster, by Ingress. */
    private record Told(Resolution.Problem problem, Map<ObjectKey, Rejection> byIngress) {
        Rejection rejection(@Nullable ObjectKey ingress, String place) {
            return new Rejection("", ingress, place, problem.reason(), problem.remedy());
        }
    }

    /** Whose first rule for a cluster is looked for. */
    private static final class Search {
        private final Set<ObjectKey> ingresses = new HashSet<>();
        private boolean everybody;
        private final Map<ObjectKey, Claim> first = new HashMap<>();

        static Search ofEverybody() {
            Search search = new Search();
            search.everybody = true;
            return search;
        }

        void see(ObjectKey ingress, Claim row) {
            if (everybody || ingresses.contains(ingress)) {
                first.merge(
                        ingress, row, (one, other) -> one.number() <= other.number() ? one : other);
            }
        }

        Set<ObjectKey> ingresses() {
            return everybody ? first.keySet() : ingresses;
        }
    }

    private final Reports rejections;
    private final Map<ClusterKey, Told> told = new HashMap<>();

    ClusterReports(Reports rejections) {
        this.rejections = rejections;
    }

    /**
     * Brings what is told up to date.
     *
     * @param judged clusters that may have another problem than before
     * @param problems what is wrong with one of these that is named; null: nothing
     * @param changed the former and the newest parts of hosts that have changed
     */
    void update(
            Collection<ClusterKey> judged,
            Function<ClusterKey, Resolution.@Nullable Problem> problems,
            Collection<HostPart> changed,
            SharedMap<ClusterKey, ClusterUse> uses,
            SharedMap<String, HostPart> parts) {
        List<Rejection> gone = new ArrayList<>();
        List<Rejection> come = new ArrayList<>();
        Map<ClusterKey, Search> searches = new HashMap<>();
        for (ClusterKey cluster : judged) {
            Resolution.Problem problem = uses.get(cluster) == null ? null : problems.apply(cluster);
            Told former = told.get(cluster);
            if (former != null && former.problem().equals(problem)) {
                continue;
            }
            if (former != null) {
                told.remove(cluster);
                gone.addAll(former.byIngress().values());
            }
            if (problem != null) {
                told.put(cluster, new Told(problem, new HashMap<>()));
                searches.put(cluster, Search.ofEverybody());
            }
        }
        follow(changed, uses, searches);
        find(searches, uses, parts);
        searches.forEach((cluster, found) -> tell(cluster, found, uses, gone, come));
        rejections.replace(gone, come);
    }

    /** Others may name the clusters that have been told of. */
    private void follow(
            Collection<HostPart> changed,
            SharedMap<ClusterKey, ClusterUse> uses,
            Map<ClusterKey, Search> searches) {
        if (told.isEmpty()) {
            return;
        }
        for (HostPart part : changed) {
            for (Claim row : part.rows()) {
                for (ClusterKey cluster : row.clusters()) {
                    if (told.containsKey(cluster) && uses.get(cluster) != null) {
                        Search search = searches.computeIfAbsent(cluster, _ -> new Search());
                        if (row.ingress() != null && !search.everybody) {
                            search.ingresses.add(row.ingress());
                        }
                    }
                }
            }
        }
    }

    private static void find(
            Map<ClusterKey, Search> searches,
            SharedMap<ClusterKey, ClusterUse> uses,
            SharedMap<String, HostPart> parts) {
        Set<String> hosts = new HashSet<>();
        for (ClusterKey cluster : searches.keySet()) {
            hosts.addAll(Objects.requireNonNull(uses.get(cluster)).hosts());
        }
        for (String host : hosts) {
            HostPart part = parts.get(host);
            for (Claim row : part == null ? List.<Claim>of() : part.rows()) {
                for (ClusterKey cluster : row.clusters()) {
                    Search search = searches.get(cluster);
                    if (search != null && row.ingress() != null) {
                        search.see(row.ingress(), row);
                    }
                }
            }
        }
    }

    private void tell(
            ClusterKey cluster,
            Search found,
            SharedMap<ClusterKey, ClusterUse> uses,
            List<Rejection> gone,
            List<Rejection> come) {
        Told now = Objects.requireNonNull(told.get(cluster));
        for (ObjectKey ingress : found.ingresses()) {
            Claim row = found.first.get(ingress);
            Rejection next = row == null ? null : now.rejection(ingress, row.place());
            replace(now, ingress, next, gone, come);
        }
        boolean byController = Objects.requireNonNull(uses.get(cluster)).byController() > 0;
        Rejection next = byController ? now.rejection(null, HostRows.OF_CONTROLLER) : null;
        replace(now, CONTROLLER, next, gone, come);
    }

    private static void replace(
            Told now,
            ObjectKey ingress,
            @Nullable Rejection next,
            List<Rejection> gone,
            List<Rejection> come) {
        Rejection former =
                next == null ? now.byIngress().remove(ingress) : now.byIngress().put(ingress, next);
        if (Objects.equals(former, next)) {
            return;
        }
        if (former != null) {
            gone.add(former);
        }
        if (next != null) {
            come.add(next);
        }
    }
}
