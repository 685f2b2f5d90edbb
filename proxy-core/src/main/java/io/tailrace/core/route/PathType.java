package io.tailrace.core.route;

/**
 * How a rule's path selects requests (Kubernetes {@code networking.k8s.io/v1} {@code
 * HTTPIngressPath.pathType}).
 *
 * <p>Thread: any (immutable).
 */
public enum PathType {
    /** The request path is byte-equal to the rule's. */
    EXACT,
    /** The rule's elements, split at {@code /}, are the first elements of the request path. */
    PREFIX,
    /**
     * Every path that no other rule of the host selects: a default backend. The rule's path is
     * empty.
     */
    ANY
}
