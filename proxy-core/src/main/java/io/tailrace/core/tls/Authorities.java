package io.tailrace.core.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whom we trust to have issued a peer's certificate (RFC 5280 6). Equal if they are the same
 * certificates. Revocation is not asked for.
 *
 * <p>Thread: any (immutable).
 */
public final class Authorities {
    /** What a peer's certificate must be for (RFC 5280 4.2.1.12), if it restricts that. */
    public enum Purpose {
        SERVER("1.3.6.1.5.5.7.3.1"),
        CLIENT("1.3.6.1.5.5.7.3.2");

        private final String oid;

        Purpose(String oid) {
            this.oid = oid;
        }
    }

    private static final String STRANGER = "no authority that counts has issued the certificate";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    /** A peer makes us check a signature for each. */
    private static final int MAX_CHAIN = 16;

    private final List<X509Certificate> certificates;
    private final Set<TrustAnchor> anchors;
    private final Set<X500Principal> names;

    /**
     * @param certificates one or more; not only roots: one that issued others is enough
     */
    public Authorities(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        this.certificates = List.copyOf(certificates);
        this.anchors =
                certificates.stream()
                        .map(certificate -> new TrustAnchor(certificate, null))
                        .collect(Collectors.toUnmodifiableSet());
        this.names =
                certificates.stream()
                        .map(X509Certificate::getSubjectX500Principal)
                        .collect(Collectors.toUnmodifiableSet());
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * Whether a peer's certificate is to be believed. Takes as long as a few signatures take to
     * check, whatever the peer sent.
     *
     * @param chain as the peer sent it, its own certificate first; not empty
     * @param depth how many certificates may stand between it and an authority, 0 or more (as
     *     OpenSSL counts)
     * @return null: yes; else why not, in ASCII
     */
    public @Nullable String check(
            List<X509Certificate> chain, Purpose purpose, int depth, Instant now) {
        X509Certificate leaf = chain.getFirst();
        String unfit = unfit(leaf, purpose, now);
        if (unfit != null) {
            return unfit;
        }
        if (certificates.contains(leaf)) {
            return null;
        }
        List<X509Certificate> path = path(chain);
        if (!names.contains(path.getLast().getIssuerX500Principal())) {
            return STRANGER;
        }
        if (path.size() - 1 > depth) {
            return (path.size() - 1)
                    + " certificates between it and the authority, more than "
                    + depth;
        }
        return validate(path, now);
    }

    private static @Nullable String unfit(X509Certificate leaf, Purpose purpose, Instant now) {
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            return "the certificate has expired on " + leaf.getNotAfter().toInstant();
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            return "the certificate is not valid before " + leaf.getNotBefore().toInstant();
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null
                            || purposes.contains(purpose.oid)
                            || purposes.contains(ANY_PURPOSE)
                    ? null
                    : "the certificate is not one of a "
                            + (purpose == Purpose.SERVER ? "server" : "client");
        } catch (CertificateException e) {
            return "the purposes of the certificate cannot be read";
        }
    }

    /**
     * From the peer's certificate towards an authority, each issued by the next. One look at each
     * certificate: a search among all orders could be made to take for ever.
     */
    private List<X509Certificate> path(List<X509Certificate> chain) {
        List<X509Certificate> path = new ArrayList<>();
        path.add(chain.getFirst());
        for (X509Certificate next : chain.subList(1, Math.min(chain.size(), MAX_CHAIN))) {
            X500Principal issuer = path.getLast().getIssuerX500Principal();
            if (names.contains(issuer)) {
                break;
            }
            if (next.getSubjectX500Principal().equals(issuer)) {
                path.add(next);
            }
        }
        return path;
    }

    private @Nullable String validate(List<X509Certificate> path, Instant now) {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path),
                            parameters);
            return null;
        } catch (CertPathValidatorException e) {
            return e.getReason() == PKIXReason.NO_TRUST_ANCHOR
                    ? STRANGER
                    : "the certificate's chain is not valid (" + e.getReason() + ")";
        } catch (GeneralSecurityException e) {
            return "the certificate's chain cannot be read";
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Authorities that && certificates.equals(that.certificates));
    }

    @Override
    public int hashCode() {
        return certificates.hashCode();
    }

    /** Who they are. */
    @Override
    public String toString() {
        return names.toString();
    }
}
