package io.tailrace.core.route;

/**
 * One row of the decision table: requests of this host and path go to this cluster.
 *
 * <p>Thread: any (immutable).
 *
 * @param host lower-case letters, digits, {@code -} and {@code .}, without trailing dot: an exact
 *     name, {@code *.} and a name for every name with exactly one label more, or empty for the
 *     hosts that no other rule names
 * @param path normalised as a request's match path is; empty for {@link PathType#ANY}, else
 *     starting with {@code /}
 * @param type how {@code path} selects
 * @param target where the request goes
 * @param policy how these requests are treated
 * @param source who states the rule, for people: {@code namespace/name} of an Ingress and the place
 *     in it, or the flag
 */
public record Rule(
        String host,
        String path,
        PathType type,
        ClusterKey target,
        RoutePolicy policy,
        String source) {

    /**
     * @throws IllegalArgumentException when host or path is not as above
     */
    public Rule {
        if (!fitsHost(host)) {
            throw new IllegalArgumentException(
                    "host \"" + host + "\" is no lower-case name, wildcard or empty");
        }
        if (type == PathType.ANY ? !path.isEmpty() : !path.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + path + "\" does not fit type " + type);
        }
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) <= ' ' || path.charAt(i) >= 0x7f) {
                throw new IllegalArgumentException("path \"" + path + "\" is not normalised");
            }
        }
    }

    /** Its requests are treated as the process says. */
    public Rule(String host, String path, PathType type, ClusterKey target, String source) {
        this(host, path, type, target, RoutePolicy.DEFAULT, source);
    }

    /** Requests go where they would go by the other one, and are treated alike. */
    public boolean decidesLike(Rule other) {
        return target.equals(other.target) && policy.equals(other.policy);
    }

    private static boolean fitsHost(String host) {
        int start = host.startsWith("*.") ? 2 : 0;
        for (int i = start; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '-' && (c != '.' || i == start)) {
                return false;
            }
        }
        return host.isEmpty() || (host.length() > start && !host.endsWith("."));
    }
}
