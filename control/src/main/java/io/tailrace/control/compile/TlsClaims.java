package io.tailrace.control.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The certificates that one Ingress asks for, by host. Entries without hosts are for those of its
 * rules; they are kept once, however many hosts these are.
 *
 * <p>Thread: any (immutable once built).
 */
final class TlsClaims {
    /**
     * An entry of {@code spec.tls}.
     *
     * <p>Thread: any (immutable).
     *
     * @param number by which those of one Ingress have their order
     * @param place in the Ingress
     * @param secret by its name; empty: the default certificate
     */
    record TlsClaim(int number, String place, String secret) {}

    /** Each host has that many certificates to choose from, and needs one of a key algorithm. */
    static final int MOST_WITHOUT_HOSTS = 8;

    private final Set<String> hostsOfRules;
    private final Map<String, List<TlsClaim>> byHost = new HashMap<>();
    private final List<TlsClaim> ofRules = new ArrayList<>(0);
    private final List<TlsClaim> all = new ArrayList<>(1);
    private final Set<String> secrets = new HashSet<>(2);

    /**
     * @param hostsOfRules normalised; the empty one does not count
     */
    TlsClaims(Set<String> hostsOfRules) {
        this.hostsOfRules = hostsOfRules;
    }

    /** Adds an entry that states its hosts: normalised, none of them empty. */
    void add(TlsClaim claim, Set<String> hosts) {
        all.add(claim);
        secrets.add(claim.secret());
        for (String host : hosts) {
            byHost.computeIfAbsent(host, _ -> new ArrayList<>(1)).add(claim);
        }
    }

    /**
     * Adds an entry without hosts. One that says what another says is left out.
     *
     * @return false when there are too many
     */
    boolean add(TlsClaim claim) {
        for (TlsClaim other : ofRules) {
            if (other.secret().equals(claim.secret())) {
                return true;
            }
        }
        if (ofRules.size() == MOST_WITHOUT_HOSTS) {
            return false;
        }
        all.add(claim);
        secrets.add(claim.secret());
        ofRules.add(claim);
        return true;
    }

    /** In the order of the object. */
    List<TlsClaim> all() {
        return Collections.unmodifiableList(all);
    }

    /** Those of exactly this host, in the order of the object. */
    List<TlsClaim> of(String host) {
        List<TlsClaim> stated = byHost.getOrDefault(host, List.of());
        if (ofRules.isEmpty() || host.isEmpty() || !hostsOfRules.contains(host)) {
            return stated;
        }
        List<TlsClaim> both = new ArrayList<>(stated.size() + ofRules.size());
        both.addAll(stated);
        both.addAll(ofRules);
        both.sort((one, other) -> Integer.compare(one.number(), other.number()));
        return both;
    }

    /** Whether one is for this host, or for the wildcard that covers it. */
    boolean names(String host) {
        return !of(host).isEmpty() || !of(HostNames.wildcardOf(host)).isEmpty();
    }

    /** Whether one is, and asks for the default certificate. */
    boolean asksForRest(String host) {
        return asksForRest(of(host)) || asksForRest(of(HostNames.wildcardOf(host)));
    }

    private static boolean asksForRest(List<TlsClaim> claims) {
        return claims.stream().anyMatch(claim -> claim.secret().isEmpty());
    }

    /** Whether an entry names no Secret. */
    boolean asksForRest() {
        return secrets.contains("");
    }

    /** The Secrets, by their names; the empty one too. */
    Set<String> secrets() {
        return Collections.unmodifiableSet(secrets);
    }

    /** The hosts that entries state. Others are those of rules. */
    Set<String> hosts() {
        return Collections.unmodifiableSet(byHost.keySet());
    }
}
