package io.tailrace.core.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The decision table scanned by the text of the Kubernetes API documentation and of this project's
 * own decisions, over strings and lists of elements. The oracle for {@link RouteTable}, with which
 * it shares no code, and what benchmarks hold it against.
 *
 * <p>Thread: any (immutable).
 */
public final class NaiveMatcher {
    private final List<Rule> rules;

    public NaiveMatcher(List<Rule> rules) {
        this.rules = rules;
    }

    /** The rule that decides. */
    public @Nullable Rule match(String host, String path) {
        Rule best = null;
        for (Rule rule : rulesOfHost(host.toLowerCase(Locale.ROOT))) {
            if (matches(rule, path) && (best == null || goesBefore(rule, best, path))) {
                best = rule;
            }
        }
        return best;
    }

    /** Exact name, else the wildcard that covers exactly one label, else rules without host. */
    private List<Rule> rulesOfHost(String host) {
        List<Rule> exact = new ArrayList<>();
        List<Rule> wildcard = new ArrayList<>();
        List<Rule> others = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.host().isEmpty()) {
                others.add(rule);
            } else if (rule.host().equals(host)) {
                exact.add(rule);
            } else if (rule.host().startsWith("*.") && host.endsWith(rule.host().substring(1))) {
                String covered = host.substring(0, host.length() - rule.host().length() + 1);
                if (!covered.isEmpty() && !covered.contains(".")) {
                    wildcard.add(rule);
                }
            }
        }
        return !exact.isEmpty() ? exact : !wildcard.isEmpty() ? wildcard : others;
    }

    private static boolean matches(Rule rule, String path) {
        return switch (rule.type()) {
            case EXACT -> path.equals(rule.path());
            case PREFIX -> {
                List<String> wanted = elements(withoutTrailingSlash(rule.path()));
                List<String> given = elements(path);
                yield path.startsWith("/")
                        && wanted.size() <= given.size()
                        && wanted.equals(given.subList(0, wanted.size()));
            }
            case ANY -> true;
        };
    }

    /** Of two rules that match. */
    private static boolean goesBefore(Rule rule, Rule other, String path) {
        if (rule.type() == PathType.ANY || other.type() == PathType.ANY) {
            return other.type() == PathType.ANY;
        }
        int length = withoutTrailingSlash(rule.path()).length();
        int otherLength = withoutTrailingSlash(other.path()).length();
        if (length != otherLength) {
            return length > otherLength;
        }
        if (rule.type() != other.type()) {
            return rule.type() == PathType.EXACT;
        }
        // Prefixes /foo and /foo/: the first serves exactly /foo, the second the rest.
        return rule.path().endsWith("/") != path.equals(withoutTrailingSlash(rule.path()));
    }

    private static String withoutTrailingSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** What stands behind each slash, up to the next or the end. */
    private static List<String> elements(String path) {
        List<String> elements = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; ) {
            int next = path.indexOf('/', slash + 1);
            elements.add(next < 0 ? path.substring(slash + 1) : path.substring(slash + 1, next));
            slash = next;
        }
        return elements;
    }
}
