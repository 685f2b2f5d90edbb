package io.tailrace.control.compile;

import io.tailrace.control.compile.DecisionTable.Reference;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of a decision table. Who comes first has the row: callers come in order of age.
 *
 * <p>Thread: control, for one compile.
 */
final class TableBuilder {
    private static final Comparator<Rule> RULE_ORDER =
            Comparator.comparing(Rule::host)
                    .thenComparing(Rule::path)
                    .thenComparing(Rule::type)
                    .thenComparing(Rule::source);
    private static final Comparator<ClusterKey> CLUSTER_ORDER =
            Comparator.comparing(ClusterKey::namespace)
                    .thenComparing(ClusterKey::service)
                    .thenComparing(ClusterKey::port)
                    .thenComparing(ClusterKey::toString);

    /** What no two rules share. */
    private record Row(String host, String path, PathType type) {}

    /** What an Ingress states of a host. */
    private record Part(ObjectKey ingress, String host) {}

    /** The Ingress whose class says how a host's requests are treated. */
    private record Owner(ObjectKey ingress, ClassSettings settings) {}

    private final Map<Row, Rule> rows = new HashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private final Map<String, Integer> redirects = new HashMap<>();

    private final Map<String, ClientCertificates> clients = new HashMap<>();

    /** What must not be served, since nobody would be asked what it wants to have asked. */
    private final Set<Part> unprotected = new HashSet<>();

    /** By cluster, and then by the Ingress that names it; the key of a setting is empty. */
    private final Map<ClusterKey, Map<String, Reference>> clusters = new HashMap<>();

    private final List<Rejection> rejections = new ArrayList<>();
    private final List<Rejection> notices = new ArrayList<>();

    /** Adds what an Ingress asks for, as far as no older one has it. */
    void claimAll(IngressRules ingress) {
        rejections.addAll(ingress.rejections());
        ingress.hosts().forEach(host -> settle(ingress, host));
        ingress.claims().forEach(claim -> claim(ingress.key(), claim.place(), claim.rule()));
    }

    /** The oldest Ingress of a host says by its class how the host's requests are treated. */
    void settle(IngressRules ingress, String host) {
        Owner own = new Owner(ingress.key(), ingress.settings());
        Owner older = owners.putIfAbsent(host, own);
        if (older != null && asksInVain(ingress, older)) {
            unprotected.add(new Part(ingress.key(), host));
            warn(
                    ingress.key(),
                    HostClients.PLACE + " for host " + Quoted.of(host),
                    "the host is that of " + older.ingress() + ", of another namespace",
                    "have it stated there; its rules for the host are skipped");
        }
        if (older != null && !older.settings().equals(own.settings())) {
            warn(
                    ingress.key(),
                    "host " + Quoted.of(host),
                    "the parameters of its class differ from those of the class of "
                            + older.ingress(),
                    "use one class for a host; those of the older Ingress count");
        }
    }

    /** Only who owns a host can have its clients asked, and unasked nobody may come. */
    private static boolean asksInVain(IngressRules ingress, Owner owner) {
        return ingress.clients() != null
                && ingress.clients().asked() != null
                && !owner.ingress().namespace().equals(ingress.key().namespace());
    }

    /** The Ingress whose class settles a host; null if no Ingress has rules for it. */
    @Nullable ObjectKey owner(String host) {
        Owner owner = owners.get(host);
        return owner == null ? null : owner.ingress();
    }

    /** Has the requests in clear of a host that has an owner go on to TLS. */
    void redirect(String host, int httpsPort) {
        redirects.put(host, httpsPort);
    }

    /** Has a host that has an owner ask this of the certificates of clients. */
    void ask(String host, ClientCertificates asked) {
        clients.put(host, asked);
    }

    /** Adds an Ingress's rule, or rejects it if an older one has its row. */
    void claim(ObjectKey ingress, String place, Rule rule) {
        if (unprotected.contains(new Part(ingress, rule.host()))) {
            return;
        }
        Rule older = rows.putIfAbsent(new Row(rule.host(), rule.path(), rule.type()), rule);
        if (older == null) {
            refer(rule.target(), ingress.path(), new Reference(ingress, place));
        } else {
            reject(ingress, place, "shadowed by " + older.source(), "remove one of the two");
        }
    }

    /** Gives the rest of a host to the controller's default backend, if nobody has it. */
    void claimRest(String host, ClusterKey target) {
        String place = "--default-backend";
        Rule rule = new Rule(host, "", PathType.ANY, target, place);
        if (rows.putIfAbsent(new Row(host, "", PathType.ANY), rule) == null) {
            refer(target, "", new Reference(null, place));
        }
    }

    private void refer(ClusterKey target, String by, Reference reference) {
        clusters.computeIfAbsent(target, _ -> new LinkedHashMap<>()).putIfAbsent(by, reference);
    }

    boolean hasRest(String host) {
        return rows.containsKey(new Row(host, "", PathType.ANY));
    }

    /** Part of an Ingress is not in force. */
    void reject(ObjectKey ingress, String place, String reason, String remedy) {
        rejections.add(Rejection.of(ingress, place, reason, remedy + "; skipped"));
    }

    /** An Ingress is in force, but not as its author may think. */
    void warn(ObjectKey ingress, String place, String reason, String remedy) {
        rejections.add(Rejection.of(ingress, place, reason, remedy));
    }

    /** As {@link #warn}, to everybody who names this cluster. */
    void warnAll(ClusterKey cluster, String reason, String remedy) {
        for (Reference reference : clusters.getOrDefault(cluster, Map.of()).values()) {
            rejections.add(
                    new Rejection("", reference.ingress(), reference.place(), reason, remedy));
        }
    }

    /** All clusters that rules name so far; in no particular order. */
    Set<ClusterKey> clusters() {
        return Collections.unmodifiableSet(clusters.keySet());
    }

    void add(Rejection rejection) {
        rejections.add(rejection);
    }

    /** An Ingress that is not ours is worth a line. */
    void notice(ObjectKey ingress, String place, String reason, String remedy) {
        notices.add(Rejection.of(ingress, place, reason, remedy));
    }

    /**
     * @param certificates of its hosts, and of others
     * @param upstreamTls of the clusters that are spoken to over TLS
     * @param meanings of what is asked of clients
     */
    DecisionTable build(
            Certificates certificates,
            Map<ClusterKey, UpstreamTls> upstreamTls,
            Map<ClientCertificates, ClientAuth> meanings) {
        List<Rule> rules = new ArrayList<>(rows.values());
        rules.sort(RULE_ORDER);
        Collections.sort(rejections);
        Collections.sort(notices);
        List<ClusterKey> keys = new ArrayList<>(clusters.keySet());
        keys.sort(CLUSTER_ORDER);
        Map<ClusterKey, List<Reference>> references = LinkedHashMap.newLinkedHashMap(keys.size());
        for (ClusterKey key : keys) {
            references.put(key, List.copyOf(clusters.getOrDefault(key, Map.of()).values()));
        }
        Map<String, ClassSettings> settings = HashMap.newHashMap(owners.size());
        owners.forEach((host, owner) -> settings.put(host, settings(host, owner, certificates)));
        settings.values().removeIf(ClassSettings.DEFAULT::equals);
        return new DecisionTable(
                Collections.unmodifiableList(rules),
                Collections.unmodifiableMap(settings),
                Collections.unmodifiableMap(references),
                upstreamTls,
                certificates,
                Map.copyOf(meanings),
                List.copyOf(rejections),
                List.copyOf(notices));
    }

    private ClassSettings settings(String host, Owner owner, Certificates certificates) {
        ClassSettings settings = owner.settings();
        if (!certificates.serve(host)) {
            // Browsers would never again take what we can show them.
            settings = settings.withoutStrictTransport();
        }
        Integer httpsPort = redirects.get(host);
        if (httpsPort != null) {
            settings = settings.redirectingTo(httpsPort);
        }
        ClientCertificates asked = clients.get(host);
        return asked == null ? settings : settings.asking(asked);
    }
}
