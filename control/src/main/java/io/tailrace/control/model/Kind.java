package io.tailrace.control.model;

/**
 * The kinds of Kubernetes objects that the model holds.
 *
 * <p>Thread: any (immutable).
 */
public enum Kind {
    INGRESS("ingress"),
    INGRESS_CLASS("ingressclass"),
    CONFIG_MAP("configmap"),
    SECRET("secret"),
    SERVICE("service"),
    ENDPOINT_SLICE("endpointslice");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** The name in messages: the kind in lower case. */
    public String label() {
        return label;
    }
}
