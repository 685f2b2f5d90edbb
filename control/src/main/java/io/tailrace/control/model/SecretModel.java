package io.tailrace.control.model;

/**
 * A Secret ({@code v1}): a certificate with its private key, where an Ingress or the controller
 * names it. Of other Secrets nothing but the type is kept.
 *
 * <p>Thread: any (immutable).
 *
 * @param type {@code kubernetes.io/tls}, {@code Opaque}, or whatever the object says; {@code
 *     Opaque} if not stated
 * @param certificates {@code tls.crt}, not judged yet; empty if not stated
 * @param privateKey {@code tls.key}, not judged yet; empty if not stated; never to be shown
 */
public record SecretModel(ObjectKey key, String type, String certificates, String privateKey)
        implements ModelObject {

    /** The identity alone. */
    @Override
    public String toString() {
        return key.toString();
    }
}
