package io.tailrace.control.compile;

import io.tailrace.control.compile.Certificates.Source;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PodTls;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.ServerCertificate;
import io.tailrace.core.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Secrets hold by which pods are verified, and of which they are shown a certificate.
 *
 * <p>Thread: control.
 */
final class PodSecrets {
    private final SecretBook<Authorities> trusted = SecretBook.ofAuthorities();
    private final SecretBook<Reading> own = SecretBook.ofOwnCertificates();

    /**
     * How the pods of these clusters can be spoken to over TLS. A cluster that is missing cannot be
     * spoken to as stated, and must not be in any other way.
     */
    Map<ClusterKey, UpstreamTls> resolve(TableBuilder table, Model model) {
        Map<ClusterKey, UpstreamTls> resolved = new HashMap<>();
        for (ClusterKey cluster : table.clusters()) {
            PodTls stated = cluster.tls();
            if (stated != null) {
                UpstreamTls tls = resolve(cluster, stated, table, model);
                if (tls != null) {
                    resolved.put(cluster, tls);
                }
            }
        }
        return resolved;
    }

    private @Nullable UpstreamTls resolve(
            ClusterKey cluster, PodTls stated, TableBuilder table, Model model) {
        if (stated.secret().isEmpty()) {
            if (stated.verified()) {
                table.warnAll(
                        cluster,
                        "pods are to be verified, and no Secret says by whom",
                        "state the annotation proxy-ssl-secret; its requests get 503");
                return null;
            }
            return new UpstreamTls(stated, null, null);
        }
        ObjectKey secret = key(stated.secret());
        SecretModel held = model.secret(secret);
        if (held == null) {
            table.warnAll(
                    cluster,
                    secret + " does not exist",
                    "create it or correct the annotation proxy-ssl-secret; "
                            + (stated.verified()
                                    ? "its requests get 503"
                                    : "pods are shown no certificate"));
            return stated.verified() ? null : new UpstreamTls(stated, null, null);
        }
        Authorities authorities = stated.verified() ? authorities(secret, model) : null;
        if (stated.verified() && authorities == null) {
            return null;
        }
        return new UpstreamTls(stated, authorities, certificate(secret, held, model));
    }

    private static ObjectKey key(String secret) {
        int slash = secret.indexOf('/');
        return ObjectKey.secret(secret.substring(0, slash), secret.substring(slash + 1));
    }

    /** What is wrong with it is told by the book. */
    private @Nullable Authorities authorities(ObjectKey secret, Model model) {
        SecretBook.Entry<Authorities> entry = trusted.entry(secret, model);
        return entry == null ? null : entry.held();
    }

    private @Nullable ServerCertificate certificate(
            ObjectKey secret, SecretModel stated, Model model) {
        if (stated.isOfUse() && stated.certificates().isEmpty() && stated.privateKey().isEmpty()) {
            return null;
        }
        SecretBook.Entry<Reading> entry = own.entry(secret, model);
        Reading held = entry == null ? null : entry.held();
        return held == null ? null : held.certificate();
    }

    /** The Secrets whose certificate pods are shown; the books are left up to date. */
    List<Source> turnPage(TableBuilder table) {
        trusted.turnPage().values().forEach(entry -> entry.rejections().forEach(table::add));
        List<Source> sources = new ArrayList<>();
        own.turnPage()
                .forEach(
                        (secret, entry) -> {
                            entry.rejections().forEach(table::add);
                            if (entry.held() != null) {
                                sources.add(new Source(secret, entry.held().certificate()));
                            }
                        });
        return sources;
    }
}
