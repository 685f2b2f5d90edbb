package io.tailrace.control.model;

import java.util.Comparator;

/**
 * The identity of one Kubernetes object.
 *
 * <p>Thread: any (immutable).
 *
 * @param namespace empty for a kind that has none (IngressClass)
 */
public record ObjectKey(Kind kind, String namespace, String name) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::kind)
                    .thenComparing(ObjectKey::namespace)
                    .thenComparing(ObjectKey::name);

    public static ObjectKey ingress(String namespace, String name) {
        return new ObjectKey(Kind.INGRESS, namespace, name);
    }

    public static ObjectKey ingressClass(String name) {
        return new ObjectKey(Kind.INGRESS_CLASS, "", name);
    }

    public static ObjectKey secret(String namespace, String name) {
        return new ObjectKey(Kind.SECRET, namespace, name);
    }

    /**
     * The Secret of a {@link #path}.
     *
     * @param path {@code namespace/name}
     */
    public static ObjectKey secretAt(String path) {
        int slash = path.indexOf('/');
        return secret(path.substring(0, slash), path.substring(slash + 1));
    }

    public static ObjectKey service(String namespace, String name) {
        return new ObjectKey(Kind.SERVICE, namespace, name);
    }

    public static ObjectKey slice(String namespace, String name) {
        return new ObjectKey(Kind.ENDPOINT_SLICE, namespace, name);
    }

    /** {@code namespace/name}, or the name alone. */
    public String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    /** As messages write it: {@code ingress shop/web}. */
    @Override
    public String toString() {
        return kind.label() + " " + path();
    }
}
