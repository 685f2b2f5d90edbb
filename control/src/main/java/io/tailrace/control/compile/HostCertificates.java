package io.tailrace.control.compile;

import io.tailrace.control.compile.TlsClaims.TlsClaim;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.tls.ServerCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates a host has. Who comes first has the host: Ingresses come in order of age.
 * Others of its namespace may add a certificate of another key algorithm; other namespaces add
 * nothing, as they could give clients a certificate that these do not trust.
 *
 * <p>Thread: control, for one host.
 */
final class HostCertificates {
    /** A certificate of the host, and who has stated it. */
    private record Holder(ObjectKey ingress, String place, ServerCertificate certificate) {}

    private final String host;
    private final List<Rejection> rejections;
    private final List<Holder> holders = new ArrayList<>(1);

    private HostCertificates(String host, List<Rejection> rejections) {
        this.host = host;
        this.rejections = rejections;
    }

    /**
     * The certificates of a host.
     *
     * @param held what a Secret holds; null: nothing that could count
     * @param rejections gets what is not in force
     */
    static List<ServerCertificate> of(
            String host,
            List<IngressRules> oldestFirst,
            Function<ObjectKey, @Nullable Reading> held,
            List<Rejection> rejections) {
        HostCertificates certificates = new HostCertificates(host, rejections);
        for (IngressRules stated : oldestFirst) {
            for (TlsClaim claim : stated.tls().of(host)) {
                if (!claim.secret().isEmpty()) {
                    ObjectKey ingress = stated.key();
                    Reading reading =
                            held.apply(ObjectKey.secret(ingress.namespace(), claim.secret()));
                    if (reading != null) {
                        certificates.claim(ingress, claim.place(), reading.certificate());
                    }
                }
            }
        }
        return certificates.holders.stream().map(Holder::certificate).toList();
    }

    private void claim(ObjectKey ingress, String place, ServerCertificate own) {
        String placeOfHost = place + " host " + Quoted.of(host);
        for (Holder holder : holders) {
            if (holder.certificate().equals(own)) {
                return;
            }
            boolean foreign = !holder.ingress().namespace().equals(ingress.namespace());
            if (foreign || holder.certificate().keyAlgorithm().equals(own.keyAlgorithm())) {
                rejections.add(
                        Rejection.of(
                                ingress,
                                placeOfHost,
                                "shadowed by "
                                        + IngressCompiler.source(holder.ingress(), holder.place())
                                        + (foreign
                                                ? ", of another namespace"
                                                : ", whose certificate has a key of "
                                                        + own.keyAlgorithm()
                                                        + " too"),
                                "remove one of the two; skipped"));
                return;
            }
        }
        holders.add(new Holder(ingress, place, own));
        if (!own.names().covers(host)) {
            rejections.add(
                    Rejection.of(
                            ingress,
                            placeOfHost,
                            "the certificate is not for this host, but for "
                                    + some(own.names().all()),
                            "have one issued that is; served all the same"));
        }
    }

    private static String some(List<String> names) {
        List<String> sorted = names.stream().sorted().limit(3).map(Quoted::of).toList();
        return sorted.isEmpty()
                ? "no host name at all"
                : String.join(", ", sorted)
                        + (names.size() > sorted.size()
                                ? " and " + (names.size() - sorted.size()) + " more"
                                : "");
    }
}
