package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.share.SharedMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what changed parts of hosts mean for who names which cluster.
 *
 * <p>Thread: control, for one compile.
 */
final class ClusterUses {
    /** What is different for one cluster. */
    private static final class Change {
        private final Set<String> named = new HashSet<>();
        private final Set<String> noLongerNamed = new HashSet<>();
        private int byController;
    }

    private final Map<ClusterKey, Change> changes = new HashMap<>();
    private final List<HostPart> parts = new ArrayList<>();

    /** A host has another part. */
    void change(String host, HostPart former, HostPart next) {
        parts.add(former);
        parts.add(next);
        for (Claim row : former.rows()) {
            for (ClusterKey cluster : row.clusters()) {
                Change change = change(cluster);
                if (row.ingress() == null) {
                    change.byController--;
                } else {
                    change.noLongerNamed.add(host);
                }
            }
        }
        for (Claim row : next.rows()) {
            for (ClusterKey cluster : row.clusters()) {
                Change change = change(cluster);
                if (row.ingress() == null) {
                    change.byController++;
                } else {
                    change.named.add(host);
                }
            }
        }
    }

    private Change change(ClusterKey cluster) {
        return changes.computeIfAbsent(cluster, _ -> new Change());
    }

    /** The former and the newest parts of hosts that have changed. */
    List<HostPart> parts() {
        return parts;
    }

    /** All that changed parts name, or have named. */
    Collection<ClusterKey> touched() {
        return Collections.unmodifiableSet(changes.keySet());
    }

    /** The uses after the changes. */
    SharedMap<ClusterKey, ClusterUse> apply(SharedMap<ClusterKey, ClusterUse> former) {
        Map<ClusterKey, ClusterUse> put = new HashMap<>();
        Set<ClusterKey> gone = new HashSet<>();
        changes.forEach(
                (cluster, change) -> {
                    ClusterUse use = former.get(cluster);
                    ClusterUse old = use == null ? ClusterUse.NONE : use;
                    ClusterUse next = apply(change, old);
                    if (next != null && next.isNone()) {
                        gone.add(cluster);
                    } else if (next != null) {
                        put.put(cluster, next);
                    }
                });
        return former.with(put, gone);
    }

    /** Null: it is the same. */
    private static @Nullable ClusterUse apply(Change change, ClusterUse former) {
        change.noLongerNamed.removeAll(change.named);
        change.named.removeIf(host -> Collections.binarySearch(former.hosts(), host) >= 0);
        if (change.named.isEmpty() && change.noLongerNamed.isEmpty() && change.byController == 0) {
            return null;
        }
        List<String> hosts = new ArrayList<>(former.hosts().size() + change.named.size());
        for (String host : former.hosts()) {
            if (!change.noLongerNamed.contains(host)) {
                hosts.add(host);
            }
        }
        hosts.addAll(change.named);
        Collections.sort(hosts);
        return new ClusterUse(hosts, former.byController() + change.byController);
    }
}
