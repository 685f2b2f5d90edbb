package io.tailrace.control.model;

import java.util.Set;

/**
 * A Secret ({@code v1}): a certificate with its private key, or whom to trust, where an Ingress or
 * the controller names it. Of other Secrets nothing but the type is kept.
 *
 * <p>Thread: any (immutable).
 *
 * @param type {@code kubernetes.io/tls}, {@code Opaque}, or whatever the object says; {@code
 *     Opaque} if not stated
 * @param certificates {@code tls.crt}, not judged yet; empty if not stated
 * @param privateKey {@code tls.key}, not judged yet; empty if not stated; never to be shown
 * @param authorities {@code ca.crt}, not judged yet; empty if not stated
 */
public record SecretModel(
        ObjectKey key, String type, PemText certificates, PemText privateKey, PemText authorities)
        implements ModelObject {
    private static final Set<String> TYPES = Set.of("kubernetes.io/tls", "Opaque");

    /** Of the texts themselves. */
    public SecretModel(
            ObjectKey key,
            String type,
            String certificates,
            String privateKey,
            String authorities) {
        this(key, type, PemText.of(certificates), PemText.of(privateKey), PemText.of(authorities));
    }

    /** Whether it is of a type that may hold something for us. */
    public boolean isOfUse() {
        return TYPES.contains(type);
    }

    /** The identity alone. */
    @Override
    public String toString() {
        return key.toString();
    }
}
