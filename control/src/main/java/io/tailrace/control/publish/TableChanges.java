package io.tailrace.control.publish;

import io.tailrace.control.compile.DecisionTable;
import io.tailrace.control.compile.HostPart;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.Rule;
import io.tailrace.core.tls.ServerCertificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is different between two decision tables, found without a look at what they share.
 *
 * <p>Thread: control, for one publish.
 */
final class TableChanges {
    private final DecisionTable former;
    private final DecisionTable next;
    private final Map<String, List<Rule>> rules = new HashMap<>();
    private final Map<String, ClassSettings> settings = new HashMap<>();
    private final Map<String, List<ServerCertificate>> certificates = new HashMap<>();
    private final Set<ClusterKey> clusters = new HashSet<>();
    private final List<HostPart> parts = new ArrayList<>();
    private int moreRules;

    TableChanges(DecisionTable former, DecisionTable next) {
        this.former = former;
        this.next = next;
        former.hosts().differences(next.hosts(), this::compareHost);
        former.uses().differences(next.uses(), this::compareUse);
        if (!former.upstreamTls().equals(next.upstreamTls())) {
            former.upstreamTls().keySet().forEach(this::compareTls);
            next.upstreamTls().keySet().forEach(this::compareTls);
        }
    }

    private void compareHost(String host) {
        HostPart was = former.host(host);
        HostPart is = next.host(host);
        List<Rule> rulesNow = is.rules();
        List<Rule> rulesBefore = was.rules();
        moreRules += rulesNow.size() - rulesBefore.size();
        if (!rulesNow.equals(rulesBefore) || !is.settings().equals(was.settings())) {
            rules.put(host, rulesNow);
            settings.put(host, is.settings());
        }
        if (!is.certificates().equals(was.certificates())) {
            certificates.put(host, is.certificates());
        }
        parts.add(was);
        parts.add(is);
    }

    private void compareUse(ClusterKey cluster) {
        if ((former.uses().get(cluster) == null) != (next.uses().get(cluster) == null)) {
            clusters.add(cluster);
        }
    }

    private void compareTls(ClusterKey cluster) {
        if (!Objects.equals(former.upstreamTls().get(cluster), next.upstreamTls().get(cluster))) {
            clusters.add(cluster);
        }
    }

    /** Hosts with other rules or settings, each with all its rules now. */
    Map<String, List<Rule>> rules() {
        return rules;
    }

    /** Of the same hosts. */
    Map<String, ClassSettings> settings() {
        return settings;
    }

    /** Hosts with other certificates, each with those it has now. */
    Map<String, List<ServerCertificate>> certificates() {
        return certificates;
    }

    /**
     * Clusters that are named by a rule now and not before, or the other way, or have other TLS.
     */
    Set<ClusterKey> clusters() {
        return clusters;
    }

    /** The former and the newest parts of all hosts of which anything is different. */
    List<HostPart> parts() {
        return parts;
    }

    /** How many rules there are more; negative: fewer. */
    int moreRules() {
        return moreRules;
    }
}
