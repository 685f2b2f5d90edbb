package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.core.cluster.Cluster;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import io.tailrace.core.share.SharedMap;
import io.tailrace.core.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link ClusterBook} by the clusters that are named, each by one rule of Ingress shop/x. */
final class NamedClusters {
    private final ClusterBook book;
    private final Model model;
    private final Map<ClusterKey, Cluster> known = new HashMap<>();

    NamedClusters(ClusterBook book, Model model) {
        this.book = book;
        this.model = model;
    }

    /** Brings the book up to date. Returns the clusters in the order of their keys. */
    List<Cluster> update(
            Collection<ClusterKey> keys,
            Map<ClusterKey, UpstreamTls> tls,
            long generation,
            long seenByAll) {
        Set<ClusterKey> changed = new HashSet<>(keys);
        changed.addAll(known.keySet());
        ClusterChanges changes =
                book.update(
                        changed,
                        model.takeChanges().services(),
                        List.of(),
                        table(keys, tls),
                        model,
                        generation,
                        seenByAll);
        changes.gone().forEach(cluster -> known.remove(cluster.key()));
        changes.put().forEach(cluster -> known.put(cluster.key(), cluster));
        List<Cluster> clusters = new ArrayList<>();
        keys.forEach(key -> clusters.add(known.get(key)));
        return clusters;
    }

    private static DecisionTable table(
            Collection<ClusterKey> keys, Map<ClusterKey, UpstreamTls> tls) {
        Map<String, HostPart> hosts = new HashMap<>();
        Map<ClusterKey, ClusterUse> uses = new HashMap<>();
        for (ClusterKey key : keys) {
            String host = "h" + hosts.size() + ".example";
            Rule rule = new Rule(host, "/", PathType.PREFIX, key, "shop/x rule 1");
            Claim row = new Claim(ObjectKey.ingress("shop", "x"), 0, "rule 1", rule);
            hosts.put(
                    host, new HostPart(List.of(row), ClassSettings.DEFAULT, List.of(), List.of()));
            uses.put(key, new ClusterUse(List.of(host), 0));
        }
        SharedMap<String, HostPart> noHosts = SharedMap.empty();
        SharedMap<ClusterKey, ClusterUse> noUses = SharedMap.empty();
        return new DecisionTable(
                noHosts.with(hosts, Set.of()),
                noUses.with(uses, Set.of()),
                tls,
                Certificates.NONE,
                Map.of(),
                SharedMap.empty(),
                List.of(),
                List.of());
    }
}
