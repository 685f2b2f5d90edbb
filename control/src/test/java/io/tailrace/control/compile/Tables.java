package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.core.route.ClusterKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decision tables as tests compare them. */
final class Tables {
    /** The first place of an Ingress that names a cluster; of none: of the controller. */
    record Reference(@Nullable ObjectKey ingress, String place) {}

    private Tables() {}

    /** The clusters that rules name, each with who names it. */
    static Map<ClusterKey, List<Reference>> clusters(DecisionTable table) {
        Map<ClusterKey, TreeMap<String, Claim>> first = new TreeMap<>();
        table.hosts()
                .forEach(
                        (_, part) -> {
                            for (Claim row : part.rows()) {
                                first.computeIfAbsent(row.rule().target(), _ -> new TreeMap<>())
                                        .merge(
                                                String.valueOf(row.ingress()),
                                                row,
                                                (a, b) -> a.number() <= b.number() ? a : b);
                            }
                        });
        Map<ClusterKey, List<Reference>> clusters = new TreeMap<>();
        first.forEach(
                (cluster, rows) ->
                        clusters.put(
                                cluster,
                                rows.values().stream()
                                        .map(row -> new Reference(row.ingress(), row.place()))
                                        .toList()));
        return clusters;
    }

    /** All that a table says. */
    static List<Object> content(DecisionTable table) {
        return List.of(
                table.rules(),
                table.settings(),
                List.copyOf(clusters(table).entrySet()),
                table.upstreamTls(),
                table.certificatesOfHosts(),
                table.certificates(),
                table.clients(),
                table.rejections(),
                table.notices());
    }
}
