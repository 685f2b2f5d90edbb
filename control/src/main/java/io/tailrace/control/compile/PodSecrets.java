package io.tailrace.control.compile;

import io.tailrace.control.compile.Certificates.Source;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PodTls;
import io.tailrace.core.share.SharedMap;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.UpstreamTls;
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
 * How the clusters that name TLS are spoken to: what the Secrets hold by which their pods are
 * verified, and of which these are shown a certificate. A cluster that is missing cannot be spoken
 * to as stated, and must not be in any other way.
 *
 * <p>Thread: control.
 */
final class PodSecrets {
    /** What a cluster comes to, and what is wrong with it. */
    private record Resolved(@Nullable UpstreamTls tls, Resolution.@Nullable Problem problem) {}

    /**
     * What Secrets hold, whichever cluster it is for.
     *
     * <p>Thread: control.
     */
    record Books(SecretBook<Authorities> trusted, SecretBook<Reading> own) {
        Books() {
            this(SecretBook.ofAuthorities(), SecretBook.ofOwnCertificates());
        }
    }

    private final Books books;
    private final Reports rejections;
    private final Map<ClusterKey, Resolved> resolved = new HashMap<>();
    private final ClusterReports reports;
    private final Map<ObjectKey, Set<ClusterKey>> bySecret = new HashMap<>();
    private Map<ClusterKey, UpstreamTls> byCluster = Map.of();

    PodSecrets(Books books, Reports rejections) {
        this.books = books;
        this.rejections = rejections;
        this.reports = new ClusterReports(rejections);
    }

    /**
     * Brings it up to date. Returns the same map as before if nothing is different.
     *
     * @param touched clusters that others name than before
     * @param changed the former and the newest parts of hosts that have changed
     * @param uses all clusters
     * @param inForce those that are in force, which nobody may name any more
     * @param secrets that may hold something else
     */
    Map<ClusterKey, UpstreamTls> update(
            Collection<ClusterKey> touched,
            Collection<HostPart> changed,
            SharedMap<ClusterKey, ClusterUse> uses,
            SharedMap<ClusterKey, ClusterUse> inForce,
            SharedMap<String, HostPart> parts,
            Set<ObjectKey> secrets,
            Model model) {
        Set<ClusterKey> clusters = new HashSet<>();
        Set<ObjectKey> dirty = new HashSet<>(secrets);
        for (ClusterKey cluster : touched) {
            PodTls stated = cluster.tls();
            if (stated != null) {
                clusters.add(cluster);
                if (!stated.secret().isEmpty()) {
                    boolean used = uses.get(cluster) != null || inForce.get(cluster) != null;
                    dirty.add(index(cluster, stated, used));
                }
            }
        }
        for (ObjectKey secret : dirty) {
            Set<ClusterKey> naming = bySecret.getOrDefault(secret, Set.of());
            look(secret, naming, model);
            clusters.addAll(naming);
        }
        boolean same = true;
        for (ClusterKey cluster : clusters) {
            boolean used = uses.get(cluster) != null || inForce.get(cluster) != null;
            same &= resolve(cluster, used, model);
        }
        reports.update(clusters, this::problem, changed, uses, parts);
        if (!same) {
            byCluster = gather();
        }
        return byCluster;
    }

    private Resolution.@Nullable Problem problem(ClusterKey cluster) {
        Resolved now = resolved.get(cluster);
        return now == null ? null : now.problem();
    }

    private ObjectKey index(ClusterKey cluster, PodTls stated, boolean used) {
        ObjectKey secret = ObjectKey.secretAt(stated.secret());
        Set<ClusterKey> naming = bySecret.computeIfAbsent(secret, _ -> new HashSet<>());
        if (used) {
            naming.add(cluster);
        } else {
            naming.remove(cluster);
        }
        if (naming.isEmpty()) {
            bySecret.remove(secret);
        }
        return secret;
    }

    private void look(ObjectKey secret, Set<ClusterKey> naming, Model model) {
        boolean verifies = false;
        for (ClusterKey cluster : naming) {
            verifies |= cluster.tls() != null && cluster.tls().verified();
        }
        books.trusted().look(secret, verifies, model, rejections);
        SecretModel stated = model.secret(secret);
        boolean shows =
                stated != null
                        && !(stated.isOfUse()
                                && stated.certificates().isEmpty()
                                && stated.privateKey().isEmpty());
        books.own().look(secret, shows && !naming.isEmpty(), model, rejections);
    }

    /** Returns whether it comes to the same as before. */
    private boolean resolve(ClusterKey cluster, boolean used, Model model) {
        Resolved former = resolved.get(cluster);
        PodTls stated = cluster.tls();
        if (!used || stated == null) {
            resolved.remove(cluster);
            return former == null;
        }
        Resolved next = resolve(stated, model);
        // What is equal stays the same object, so that cores find it quickly.
        if (next.equals(former)) {
            return true;
        }
        resolved.put(cluster, next);
        return false;
    }

    private Resolved resolve(PodTls stated, Model model) {
        if (stated.secret().isEmpty()) {
            return stated.verified()
                    ? new Resolved(
                            null,
                            new Resolution.Problem(
                                    "pods are to be verified, and no Secret says by whom",
                                    "state the annotation proxy-ssl-secret;"
                                            + " its requests get 503"))
                    : new Resolved(new UpstreamTls(stated, null, null), null);
        }
        ObjectKey secret = ObjectKey.secretAt(stated.secret());
        if (model.secret(secret) == null) {
            return new Resolved(
                    stated.verified() ? null : new UpstreamTls(stated, null, null),
                    new Resolution.Problem(
                            secret + " does not exist",
                            "create it or correct the annotation proxy-ssl-secret; "
                                    + (stated.verified()
                                            ? "its requests get 503"
                                            : "pods are shown no certificate")));
        }
        // What is wrong with the Secret is told by the books.
        Authorities authorities = stated.verified() ? books.trusted().held(secret) : null;
        if (stated.verified() && authorities == null) {
            return new Resolved(null, null);
        }
        Reading own = books.own().held(secret);
        return new Resolved(
                new UpstreamTls(stated, authorities, own == null ? null : own.certificate()), null);
    }

    private Map<ClusterKey, UpstreamTls> gather() {
        Map<ClusterKey, UpstreamTls> next = HashMap.newHashMap(resolved.size());
        resolved.forEach(
                (cluster, now) -> {
                    if (now.tls() != null) {
                        next.put(cluster, now.tls());
                    }
                });
        return Collections.unmodifiableMap(next);
    }

    /** Those that clusters name. */
    Set<ObjectKey> secrets() {
        return Collections.unmodifiableSet(bySecret.keySet());
    }

    /** The Secrets whose certificate pods are shown. */
    List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        books.own().entries().forEach(entry -> Source.addTo(sources, entry));
        return sources;
    }
}
