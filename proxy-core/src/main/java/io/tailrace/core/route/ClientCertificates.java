package io.tailrace.core.route;

import java.util.Comparator;

/**
 * What a host asks of the certificates of its clients, as its Ingress states it. Whom it trusts is
 * found by the name of the Secret.
 *
 * <p>Thread: any (immutable).
 *
 * @param mode who may come
 * @param secret {@code namespace/name} of the Secret with the authorities; empty: none that may be
 *     used
 * @param depth how many certificates may stand between a client's and an authority's, 1 to 10
 * @param passed whether pods get the certificate itself
 * @param commonName what a client must be called; empty: anything
 */
public record ClientCertificates(
        Mode mode, String secret, int depth, boolean passed, String commonName)
        implements Comparable<ClientCertificates> {
    private static final Comparator<ClientCertificates> ORDER =
            Comparator.comparing(ClientCertificates::secret)
                    .thenComparing(ClientCertificates::commonName)
                    .thenComparing(ClientCertificates::mode)
                    .thenComparingInt(ClientCertificates::depth)
                    .thenComparing(ClientCertificates::passed);

    /** Who may come. */
    public enum Mode {
        /** Who shows a good certificate. */
        ON,
        /** Who shows a good one, and who shows none. */
        OPTIONAL,
        /** Everybody: the pod judges. */
        OPTIONAL_NO_CA,
        /** Nobody: what is stated cannot be read, and must not leave the host open. */
        CLOSED
    }

    /**
     * @throws IllegalArgumentException when the depth is not as above
     */
    public ClientCertificates {
        VerifyDepth.check(depth);
    }

    /** Whoever states it can choose equal hashes: maps then go by this order. */
    @Override
    public int compareTo(ClientCertificates other) {
        return ORDER.compare(this, other);
    }

    /** Nobody may come. */
    public static ClientCertificates closed() {
        return new ClientCertificates(Mode.CLOSED, "", 1, false, "");
    }
}
