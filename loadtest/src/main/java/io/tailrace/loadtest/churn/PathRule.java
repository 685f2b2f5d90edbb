package io.tailrace.loadtest.churn;

/**
 * One path of a host and the service behind it. The path has no trailing slash, unless it is {@code
 * /}.
 *
 * <p>Thread: any (immutable).
 *
 * @param exact whether the type is Exact, else it is Prefix
 */
record PathRule(String path, boolean exact, String service) {
    /** As the Kubernetes API says: Exact byte by byte, Prefix by elements. */
    boolean matches(String requestPath) {
        if (exact || path.equals(requestPath)) {
            return path.equals(requestPath);
        }
        return path.equals("/") || requestPath.startsWith(path + "/");
    }

    /** Whether it takes every path that no other rule takes. */
    boolean takesAll() {
        return !exact && path.equals("/");
    }

    /** Whether this rule goes before another one that matches too: the longer, then Exact. */
    boolean goesBefore(PathRule other) {
        return path.length() != other.path.length()
                ? path.length() > other.path.length()
                : exact && !other.exact;
    }

    boolean sameCondition(PathRule other) {
        return exact == other.exact && path.equals(other.path);
    }
}
