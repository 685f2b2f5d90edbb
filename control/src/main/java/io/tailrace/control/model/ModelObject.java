package io.tailrace.control.model;

/**
 * One Kubernetes object as the model holds it. Equal records mean that nothing that matters here
 * has changed.
 *
 * <p>Thread: any (immutable).
 */
public sealed interface ModelObject
        permits IngressModel, ClassModel, ConfigMapModel, SecretModel, ServiceModel, SliceModel {
    ObjectKey key();
}
