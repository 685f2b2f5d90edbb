package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.compile.IngressRules.OfHost;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the requests of one host. Who comes first has the row: Ingresses come in order of age.
 * What none of the paths takes goes to
 *
 * <ol>
 *   <li>for a named host: the default backend of the oldest Ingress that has rules for it and a
 *       default backend;
 *   <li>for the hosts that no rule names: the default backend of the oldest Ingress
 *       <em>without</em> rules, so that no tenant takes all unmatched traffic by accident; failing
 *       that, of the oldest that has both a default backend and rules without host, which are rules
 *       for these hosts;
 *   <li>what is left: the controller's default backend.
 * </ol>
 *
 * <p>Thread: control, for one host.
 */
final class HostRows {
    /** By what no two rules of a host share. */
    static final Comparator<Claim> ORDER =
            Comparator.comparing((Claim claim) -> claim.rule().path())
                    .thenComparing(claim -> claim.rule().type());

    /** What no two rules of a host share. */
    private record Row(String path, PathType type) implements Comparable<Row> {
        private static final Comparator<Row> ORDER =
                Comparator.comparing(Row::path).thenComparing(Row::type);

        /** Whoever states paths can choose them to have equal hashes: a map then goes by this. */
        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }

    private static final Row REST = new Row("", PathType.ANY);

    /** The place of what the controller states. */
    static final String OF_CONTROLLER = "--default-backend";

    private final String host;
    private final List<Rejection> rejections;
    private final Map<Row, Claim> rows = new HashMap<>();
    private @Nullable IngressRules owner;

    /** Whose rules must not be served, since nobody would be asked what they want to have asked. */
    private final Set<ObjectKey> unprotected = new HashSet<>();

    /**
     * @param rejections gets what cannot be in force
     */
    HostRows(String host, List<Rejection> rejections) {
        this.host = host;
        this.rejections = rejections;
    }

    /** Fills the rows. */
    void claimAll(List<IngressRules> oldestFirst, @Nullable ClusterKey ofController) {
        for (IngressRules stated : oldestFirst) {
            OfHost ofHost = stated.hosts().get(host);
            if (ofHost != null) {
                settle(stated);
                ofHost.claims().forEach(this::claim);
            }
        }
        if (host.isEmpty()) {
            for (IngressRules stated : oldestFirst) {
                if (stated.forAll() != null) {
                    settle(stated);
                    claim(stated.forAll());
                }
            }
        }
        for (IngressRules stated : oldestFirst) {
            OfHost ofHost = stated.hosts().get(host);
            if (ofHost != null && ofHost.rest() != null) {
                claim(ofHost.rest());
            }
        }
        if (ofController != null && (host.isEmpty() || owner != null)) {
            claimRest(ofController);
        }
        oldestFirst.forEach(this::rejectRuleWithoutTarget);
    }

    /** The oldest Ingress of the host says by its class how the host's requests are treated. */
    private void settle(IngressRules stated) {
        IngressRules older = owner;
        if (older == null) {
            owner = stated;
            return;
        }
        if (asksInVain(stated, older)) {
            unprotected.add(stated.key());
            warn(
                    stated.key(),
                    HostClients.PLACE + " for host " + Quoted.of(host),
                    "the host is that of " + older.key() + ", of another namespace",
                    "have it stated there; its rules for the host are skipped");
        }
        if (!older.settings().equals(stated.settings())) {
            warn(
                    stated.key(),
                    "host " + Quoted.of(host),
                    "the parameters of its class differ from those of the class of " + older.key(),
                    "use one class for a host; those of the older Ingress count");
        }
    }

    /** Only who owns a host can have its clients asked, and unasked nobody may come. */
    private static boolean asksInVain(IngressRules stated, IngressRules owner) {
        return stated.clients() != null
                && stated.clients().asked() != null
                && !owner.key().namespace().equals(stated.key().namespace());
    }

    private void claim(Claim claim) {
        ObjectKey ingress = claim.ingress();
        if (ingress == null || unprotected.contains(ingress)) {
            return;
        }
        Rule rule = claim.rule();
        Claim older = rows.putIfAbsent(new Row(rule.path(), rule.type()), claim);
        if (older != null) {
            warn(
                    ingress,
                    claim.place(),
                    "shadowed by " + older.rule().source(),
                    "remove one of the two; skipped");
        }
    }

    private void claimRest(ClusterKey ofController) {
        Rule rule = new Rule(host, "", PathType.ANY, ofController, OF_CONTROLLER);
        rows.putIfAbsent(REST, new Claim(null, 0, OF_CONTROLLER, rule));
    }

    /** A rule without {@code http} for which there is no default backend at all. */
    private void rejectRuleWithoutTarget(IngressRules stated) {
        OfHost ofHost = stated.hosts().get(host);
        if (ofHost != null && ofHost.whole() != null && !rows.containsKey(REST)) {
            warn(
                    stated.key(),
                    ofHost.whole(),
                    "has no paths and there is no default backend",
                    "add paths or spec.defaultBackend; skipped");
        }
    }

    private void warn(ObjectKey ingress, String place, String reason, String remedy) {
        rejections.add(Rejection.of(ingress, place, reason, remedy));
    }

    /** The Ingress whose class settles the host; null if no Ingress has rules for it. */
    @Nullable IngressRules owner() {
        return owner;
    }

    /** Sorted by path and type. */
    List<Claim> rows() {
        List<Claim> sorted = new ArrayList<>(rows.values());
        sorted.sort(ORDER);
        return sorted;
    }
}
