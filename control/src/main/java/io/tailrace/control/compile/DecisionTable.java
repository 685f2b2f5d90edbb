package io.tailrace.control.compile;

import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.UpstreamTls;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rules in force, and what is not in force and why.
 *
 * <p>Thread: any (immutable).
 *
 * @param rules sorted by host, path and type, no two with the same
 * @param settings of the hosts that have others than the default ones
 * @param clusters sorted; the clusters that rules name, each with who names it
 * @param upstreamTls how the clusters that name TLS are spoken to; one that is missing here must
 *     not be spoken to at all
 * @param certificates of its hosts, and of others
 * @param clients what hosts mean by what they ask of the certificates of clients
 * @param rejections sorted; what of our Ingresses is not in force
 * @param notices sorted; worth a line in the log, nobody's mistake
 */
public record DecisionTable(
        List<Rule> rules,
        Map<String, ClassSettings> settings,
        Map<ClusterKey, List<Reference>> clusters,
        Map<ClusterKey, UpstreamTls> upstreamTls,
        Certificates certificates,
        Map<ClientCertificates, ClientAuth> clients,
        List<Rejection> rejections,
        List<Rejection> notices) {

    public DecisionTable {
        upstreamTls = Map.copyOf(upstreamTls);
    }

    /**
     * The first place of an Ingress that names a cluster.
     *
     * <p>Thread: any (immutable).
     *
     * @param ingress null: the place is a setting of the controller
     */
    public record Reference(@Nullable ObjectKey ingress, String place) {}
}
