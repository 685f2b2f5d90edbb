package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.Rule;
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
 * @param claims one per path, in the order of the object
 * @param hosts that it has rules for, normalised; the empty one for rules without host
 * @param wholeHosts of these, the ones with a rule without {@code http}, and the place of that rule
 * @param tls one per entry of {@code spec.tls}
 * @param redirect whether requests in clear go on to TLS
 * @param clients what is asked of the certificates of clients; null: it says nothing about it
 * @param rest the default backend, if it has one that names a service port
 * @param rejections what can be part of no decision table
 */
record IngressRules(
        IngressModel ingress,
        ClassSettings settings,
        List<Claim> claims,
        Set<String> hosts,
        Map<String, String> wholeHosts,
        List<TlsClaim> tls,
        HttpsRedirects.Wish redirect,
        @Nullable ClientWish clients,
        @Nullable ClusterKey rest,
        List<Rejection> rejections) {

    /**
     * A rule that an Ingress asks for.
     *
     * <p>Thread: any (immutable).
     *
     * @param place in the Ingress
     */
    record Claim(Rule rule, String place) {}

    /**
     * A certificate that an Ingress asks for.
     *
     * <p>Thread: any (immutable).
     *
     * @param place in the Ingress
     * @param secret by its name; empty: the default certificate
     * @param hosts normalised, none of them empty
     */
    record TlsClaim(String place, String secret, List<String> hosts) {}

    ObjectKey key() {
        return ingress.key();
    }

    /** It states rules, even if none can be in force. */
    boolean hasRules() {
        return !ingress.rules().isEmpty();
    }
}
