package io.tailrace.core.route;

import java.util.Locale;

/**
 * One row of the decision table: requests of this host and path go to this cluster.
 *
 * <p>Thread: any (immutable).
 *
 * @param host lower-case, without trailing dot: an exact name, {@code *.} and a name for every name
 *     with exactly one label more, or empty for the hosts that no other rule names
 * @param path normalised as a request's match path is; empty for {@link PathType#ANY}, else
 *     starting with {@code /}
 * @param type how {@code path} selects
 * @param target where the request goes
 * @param source who states the rule, for people: {@code namespace/name} of an Ingress and the place
 *     in it, or the flag
 */
public record Rule(String host, String path, PathType type, ClusterKey target, String source) {

    /**
     * @throws IllegalArgumentException when host or path is not as above
     */
    public Rule {
        String name = host.startsWith("*.") ? host.substring(2) : host;
        if (name.indexOf('*') >= 0
                || name.startsWith(".")
                || host.endsWith(".")
                || !visibleAscii(host)
                || !host.equals(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "host \"" + host + "\" is no lower-case name, wildcard or empty");
        }
        if (type == PathType.ANY ? !path.isEmpty() : !path.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + path + "\" does not fit type " + type);
        }
        if (!visibleAscii(path)) {
            throw new IllegalArgumentException("path \"" + path + "\" is not normalised");
        }
    }

    private static boolean visibleAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
