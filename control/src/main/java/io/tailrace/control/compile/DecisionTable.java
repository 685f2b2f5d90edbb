package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.Rule;
import io.tailrace.core.share.SharedMap;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.ServerCertificate;
import io.tailrace.core.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All rules in force, and what is not in force and why: the parts of the hosts, shared with the
 * table before as far as they are the same.
 *
 * <p>Thread: any (immutable).
 *
 * @param hosts what is in force for each host that somebody says something about
 * @param uses the clusters that rules name, each with where
 * @param upstreamTls how the clusters that name TLS are spoken to; one that is missing here must
 *     not be spoken to at all
 * @param certificates of hosts without one, and where all come from
 * @param clients what hosts mean by what they ask of the certificates of clients
 * @param ours the Ingresses of our classes, whether or not anything of them is in force
 * @param rejections sorted; what of our Ingresses is not in force
 * @param notices sorted; worth a line in the log, nobody's mistake
 */
public record DecisionTable(
        SharedMap<String, HostPart> hosts,
        SharedMap<ClusterKey, ClusterUse> uses,
        Map<ClusterKey, UpstreamTls> upstreamTls,
        Certificates certificates,
        Map<ClientCertificates, ClientAuth> clients,
        SharedMap<ObjectKey, IngressRules> ours,
        List<Rejection> rejections,
        List<Rejection> notices) {

    /** The table without any rule. */
    public static final DecisionTable EMPTY =
            new DecisionTable(
                    SharedMap.empty(),
                    SharedMap.empty(),
                    Map.of(),
                    Certificates.NONE,
                    Map.of(),
                    SharedMap.empty(),
                    List.of(),
                    List.of());

    /** What is in force for a host; nothing if nobody says anything about it. */
    public HostPart host(String name) {
        return HostPart.of(hosts, name);
    }

    /** The same with other hosts, and with the clusters that these name. */
    DecisionTable with(
            SharedMap<String, HostPart> otherHosts, SharedMap<ClusterKey, ClusterUse> otherUses) {
        return new DecisionTable(
                otherHosts,
                otherUses,
                upstreamTls,
                certificates,
                clients,
                ours,
                rejections,
                notices);
    }

    /** What an Ingress of ours states, as it was compiled; null: it is not ours. */
    public @Nullable IngressModel stated(ObjectKey ingress) {
        IngressRules rules = ours.get(ingress);
        return rules == null ? null : rules.ingress();
    }

    /** The clusters that an Ingress of ours names. */
    public Set<ClusterKey> named(ObjectKey ingress) {
        IngressRules rules = ours.get(ingress);
        return rules == null ? Set.of() : rules.clusters();
    }

    /** The Ingresses of ours that name one of these Secrets. Gathered anew. */
    public Map<ObjectKey, List<ObjectKey>> naming(Set<ObjectKey> secrets) {
        Map<ObjectKey, List<ObjectKey>> naming = new HashMap<>();
        ours.forEach(
                (ingress, rules) -> {
                    Set<ObjectKey> named = rules.secrets(null);
                    for (ClusterKey cluster : rules.clusters()) {
                        if (cluster.tls() != null && !cluster.tls().secret().isEmpty()) {
                            named.add(ObjectKey.secretAt(cluster.tls().secret()));
                        }
                    }
                    named.retainAll(secrets);
                    for (ObjectKey secret : named) {
                        naming.computeIfAbsent(secret, _ -> new ArrayList<>()).add(ingress);
                    }
                });
        naming.values().forEach(Collections::sort);
        return naming;
    }

    /** Whether a rule of the Ingress is in force, for one of the hosts that it states. */
    public boolean holds(IngressModel ingress) {
        return ingress.rules().isEmpty()
                ? host("").states(ingress.key())
                : ingress.rules().stream()
                        .anyMatch(rule -> host(normalised(rule.host())).states(ingress.key()));
    }

    private static String normalised(String host) {
        try {
            return HostNames.normalise(host);
        } catch (UnfitException e) {
            return host;
        }
    }

    /** Hands on the Ingresses that are ours in one of two tables only, or state other things. */
    public void differences(DecisionTable other, Consumer<? super ObjectKey> action) {
        ours.differences(other.ours, action);
    }

    /** All rules, sorted by host, path and type, no two with the same. Gathered anew. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        sortedHosts().values().forEach(part -> rules.addAll(part.rules()));
        return rules;
    }

    /** Those of the hosts that have others than the default ones. Gathered anew. */
    public Map<String, ClassSettings> settings() {
        Map<String, ClassSettings> settings = new HashMap<>();
        hosts.forEach((host, part) -> settings.put(host, part.settings()));
        settings.values().removeIf(ClassSettings.DEFAULT::equals);
        return settings;
    }

    /** The certificates of hosts that have any. Gathered anew. */
    public Map<String, List<ServerCertificate>> certificatesOfHosts() {
        Map<String, List<ServerCertificate>> names = new HashMap<>();
        hosts.forEach((host, part) -> names.put(host, part.certificates()));
        names.values().removeIf(List::isEmpty);
        return names;
    }

    private TreeMap<String, HostPart> sortedHosts() {
        TreeMap<String, HostPart> sorted = new TreeMap<>();
        hosts.forEach(sorted::put);
        return sorted;
    }
}
