package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.Rule;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one Ingress asks for, before others are looked at.
 *
 * <p>Thread: any (immutable once built).
 *
 * @param ingress what it was compiled from
 * @param settings of its class
 * @param hosts that it has rules for, normalised; the empty one for rules without host
 * @param forAll its default backend, if it has one that names a service port, and no rules
 * @param tls by {@code spec.tls}
 * @param redirect whether requests in clear go on to TLS
 * @param clients what is asked of the certificates of clients; null: it says nothing about it
 * @param rejections what can be part of no decision table
 */
record IngressRules(
        IngressModel ingress,
        ClassSettings settings,
        Map<String, OfHost> hosts,
        @Nullable Claim forAll,
        TlsClaims tls,
        HttpsRedirects.Wish redirect,
        @Nullable ClientWish clients,
        List<Rejection> rejections) {

    /** Oldest first; then, and for objects without a time, by namespace and name. */
    static final Comparator<IngressRules> AGE =
            Comparator.comparing((IngressRules rules) -> rules.ingress().createdAt())
                    .thenComparing(IngressRules::key);

    /**
     * A rule that an Ingress, or the controller, asks for.
     *
     * <p>Thread: any (immutable).
     *
     * @param ingress null: the place is a setting of the controller
     * @param number by which those of one Ingress have their order
     * @param place in the Ingress
     */
    record Claim(@Nullable ObjectKey ingress, int number, String place, Rule rule) {
        /** Those that the rule names. */
        List<ClusterKey> clusters() {
            ClusterKey fallback = rule.policy().fallback();
            return fallback == null || fallback.equals(rule.target())
                    ? List.of(rule.target())
                    : List.of(rule.target(), fallback);
        }
    }

    /**
     * What an Ingress asks for one of its hosts.
     *
     * <p>Thread: any (immutable once built).
     *
     * @param claims one per path, in the order of the object
     * @param whole the place of a rule without {@code http}; null: there is none
     * @param rest the default backend, if it has one that names a service port
     */
    record OfHost(List<Claim> claims, @Nullable String whole, @Nullable Claim rest) {}

    ObjectKey key() {
        return ingress.key();
    }

    /** All hosts of which something may be different because of it. */
    Set<String> concerned() {
        Set<String> concerned = new HashSet<>(hosts.keySet());
        concerned.addAll(tls.hosts());
        if (forAll != null) {
            concerned.add("");
        }
        return concerned;
    }

    /** The clusters that its rules name. */
    Set<ClusterKey> clusters() {
        Set<ClusterKey> clusters = new HashSet<>();
        for (OfHost ofHost : hosts.values()) {
            ofHost.claims().forEach(claim -> clusters.addAll(claim.clusters()));
            if (ofHost.rest() != null) {
                clusters.addAll(ofHost.rest().clusters());
            }
        }
        if (forAll != null) {
            clusters.addAll(forAll.clusters());
        }
        return clusters;
    }

    /**
     * The Secrets that say what it comes to.
     *
     * @param ofTheRest the one that counts where it names none; null: there is none
     */
    Set<ObjectKey> secrets(@Nullable ObjectKey ofTheRest) {
        Set<ObjectKey> secrets = new HashSet<>();
        for (String name : tls.secrets()) {
            if (!name.isEmpty()) {
                secrets.add(ObjectKey.secret(key().namespace(), name));
            }
        }
        if (ofTheRest != null && tls.asksForRest()) {
            secrets.add(ofTheRest);
        }
        if (clients != null && clients.asked() != null && !clients.asked().secret().isEmpty()) {
            secrets.add(ObjectKey.secretAt(clients.asked().secret()));
        }
        return secrets;
    }

    /** Whether it names the Secret for the certificate in it. */
    boolean wantsCertificate(ObjectKey secret) {
        return secret.namespace().equals(key().namespace())
                && tls.secrets().contains(secret.name());
    }
}
