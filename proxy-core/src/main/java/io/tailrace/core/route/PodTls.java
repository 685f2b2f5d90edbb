package io.tailrace.core.route;

import java.util.Comparator;

/**
 * How pods are to be spoken to over TLS, as stated: two rules that state it alike share their
 * connections.
 *
 * <p>Thread: any (immutable).
 *
 * @param verified whether a pod must show a certificate of this name and of an authority of the
 *     secret; otherwise it may be anybody
 * @param depth how many certificates may stand between a pod's and an authority's, 1 to 10
 * @param name lower-case; of the certificate
 * @param named whether pods are told the name (SNI, RFC 6066 3)
 * @param secret {@code namespace/name} of the Secret with the authorities and our own certificate;
 *     empty: none
 */
public record PodTls(boolean verified, int depth, String name, boolean named, String secret)
        implements Comparable<PodTls> {
    private static final Comparator<PodTls> ORDER =
            Comparator.comparing(PodTls::verified)
                    .thenComparingInt(PodTls::depth)
                    .thenComparing(PodTls::name)
                    .thenComparing(PodTls::named)
                    .thenComparing(PodTls::secret);

    public PodTls {
        VerifyDepth.check(depth);
    }

    @Override
    public int compareTo(PodTls other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "TLS"
                + (verified ? " verified as " + name + " to depth " + depth : " not verified")
                + (secret.isEmpty() ? "" : " by " + secret)
                + (named ? " with SNI " + name : "");
    }
}
