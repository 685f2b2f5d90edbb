package io.tailrace.control.apiserver;

import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What one watch is about: the objects of a kind in a namespace, in all of them, or the one of a
 * name.
 *
 * <p>Thread: any (immutable).
 *
 * @param namespace empty: all, or the kind has none
 * @param name null: all
 */
record Resources(Kind kind, String namespace, @Nullable String name) {
    private static final String SELECTOR = "fieldSelector=metadata.name%3D";

    static Resources all(Kind kind, String namespace) {
        return new Resources(kind, namespace, null);
    }

    static Resources one(ObjectKey key) {
        return new Resources(key.kind(), key.namespace(), key.name());
    }

    /** The path of the collection, and the selector if it is about one object. */
    String path() {
        String scope = namespace.isEmpty() ? "" : "namespaces/" + namespace + "/";
        return group() + "/" + scope + plural() + "?" + (name == null ? "" : SELECTOR + name + "&");
    }

    String plural() {
        return kind == Kind.INGRESS || kind == Kind.INGRESS_CLASS
                ? kind.label() + "es"
                : kind.label() + "s";
    }

    private String group() {
        String version = kind.apiVersion();
        return (version.indexOf('/') < 0 ? "api/" : "apis/") + version;
    }

    /** As messages write it: {@code ingresses in namespace shop}. */
    @Override
    public String toString() {
        if (name != null) {
            return kind.label() + " " + namespace + "/" + name;
        }
        return namespace.isEmpty() ? plural() : plural() + " in namespace " + namespace;
    }
}
