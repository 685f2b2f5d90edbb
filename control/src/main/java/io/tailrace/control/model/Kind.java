package io.tailrace.control.model;

import java.util.Locale;

/**
 * The kinds of Kubernetes objects that the model holds.
 *
 * <p>Thread: any (immutable).
 */
public enum Kind {
    INGRESS("networking.k8s.io/v1", "Ingress"),
    INGRESS_CLASS("networking.k8s.io/v1", "IngressClass"),
    CONFIG_MAP("v1", "ConfigMap"),
    SECRET("v1", "Secret"),
    SERVICE("v1", "Service"),
    ENDPOINT_SLICE("discovery.k8s.io/v1", "EndpointSlice");

    private final String apiVersion;
    private final String title;
    private final String label;

    Kind(String apiVersion, String title) {
        this.apiVersion = apiVersion;
        this.title = title;
        this.label = title.toLowerCase(Locale.ROOT);
    }

    /** The {@code apiVersion} that is read. */
    public String apiVersion() {
        return apiVersion;
    }

    /** The {@code kind}, as objects state it. */
    public String title() {
        return title;
    }

    /** The name in messages: the kind in lower case. */
    public String label() {
        return label;
    }
}
