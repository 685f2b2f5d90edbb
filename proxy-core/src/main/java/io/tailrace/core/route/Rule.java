package io.tailrace.core.route;

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

    public Rule {
        if (type == PathType.ANY ? !path.isEmpty() : !path.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + path + "\" does not fit type " + type);
        }
    }
}
