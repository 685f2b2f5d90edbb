package io.tailrace.loadtest.churn;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that the manifests state at one time: hosts with their rules, services with their pods. What
 * it says about a request is found by looking at every rule, and is the measure of the proxy.
 *
 * <p>Thread: any (immutable).
 *
 * @param hosts exact names and {@code *.}names, each with one rule or more
 * @param services names of pods, one or more each
 */
record Rules(
        SortedMap<String, List<PathRule>> hosts, SortedMap<String, SortedSet<String>> services) {

    /** Where a request may go; empty when no rule takes it. */
    Set<String> podsFor(String host, String path) {
        PathRule rule = ruleFor(host, path);
        return rule == null ? Set.of() : services.getOrDefault(rule.service(), new TreeSet<>());
    }

    /**
     * The exact host first, then the wildcard that covers its first label; a host with rules of its
     * own never falls through.
     */
    private @Nullable PathRule ruleFor(String host, String path) {
        List<PathRule> rules = hosts.get(host);
        if (rules == null) {
            rules = hosts.getOrDefault("*" + host.substring(host.indexOf('.')), List.of());
        }
        PathRule found = null;
        for (PathRule rule : rules) {
            if (rule.matches(path) && (found == null || rule.goesBefore(found))) {
                found = rule;
            }
        }
        return found;
    }

    /** Whether any rule leads to this service. */
    boolean uses(String service) {
        return hosts.values().stream()
                .anyMatch(rules -> rules.stream().anyMatch(r -> r.service().equals(service)));
    }

    /**
     * @param rules null: the host is taken out
     */
    Rules withHost(String host, @Nullable List<PathRule> rules) {
        SortedMap<String, List<PathRule>> changed = new TreeMap<>(hosts);
        if (rules == null) {
            changed.remove(host);
        } else {
            changed.put(host, List.copyOf(rules));
        }
        return new Rules(changed, services);
    }

    Rules withService(String service, SortedSet<String> pods) {
        SortedMap<String, SortedSet<String>> changed = new TreeMap<>(services);
        changed.put(service, new TreeSet<>(pods));
        return new Rules(hosts, changed);
    }
}
