package io.tailrace.control.model;

/**
 * An IngressClass ({@code networking.k8s.io/v1}).
 *
 * <p>Thread: any (immutable).
 *
 * @param controller who serves the class: {@code spec.controller}; empty if not stated
 * @param isDefault the class also takes the Ingresses that name none
 */
public record ClassModel(ObjectKey key, String controller, boolean isDefault)
        implements ModelObject {}
