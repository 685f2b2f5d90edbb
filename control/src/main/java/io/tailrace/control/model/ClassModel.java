package io.tailrace.control.model;

import org.jspecify.annotations.Nullable;

/**
 * An IngressClass ({@code networking.k8s.io/v1}).
 *
 * <p>Thread: any (immutable).
 *
 * @param controller who serves the class: {@code spec.controller}; empty if not stated
 * @param isDefault the class also takes the Ingresses that name none
 * @param parameters {@code spec.parameters}
 */
public record ClassModel(
        ObjectKey key, String controller, boolean isDefault, @Nullable Parameters parameters)
        implements ModelObject {

    /**
     * The object that holds settings of a class.
     *
     * <p>Thread: any (immutable).
     *
     * @param apiGroup empty for the core group
     * @param namespace empty for an object of the whole cluster
     */
    public record Parameters(String apiGroup, String kind, String namespace, String name) {}
}
