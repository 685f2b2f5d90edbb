package io.tailrace.control.pem;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a text in the order in which a server sends them (RFC 8446 4.4.2): its own,
 * then each the issuer of the one before. The root stays out, clients have it.
 *
 * <p>The order goes by names; signatures are for clients to check.
 *
 * <p>Thread: any (immutable).
 *
 * @param certificates leaf first
 * @param reordered they stood in another order
 * @param strangers how many there were that are no issuer of any other
 */
record Chain(List<X509Certificate> certificates, boolean reordered, int strangers) {

    static Chain of(X509Certificate leaf, Collection<X509Certificate> stated) {
        Set<X509Certificate> left = new LinkedHashSet<>(stated);
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate next = leaf; next != null; next = issuer(next, left)) {
            left.remove(next);
            if (chain.isEmpty() || !isRoot(next)) {
                chain.add(next);
            }
        }
        List<X509Certificate> asStated =
                new LinkedHashSet<>(stated).stream().filter(chain::contains).toList();
        return new Chain(chain, !asStated.equals(chain), left.size());
    }

    private static @Nullable X509Certificate issuer(
            X509Certificate of, Set<X509Certificate> among) {
        if (isRoot(of)) {
            return null;
        }
        return among.stream()
                .filter(
                        other ->
                                other.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
