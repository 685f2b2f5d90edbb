package io.tailrace.control.compile;

import io.tailrace.control.compile.Certificates.Source;
import io.tailrace.control.compile.IngressRules.TlsClaim;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.tls.ServerCertificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates a host has. Who comes first has the host: callers come in order of age. Others
 * of its namespace may add a certificate of another key algorithm; other namespaces add nothing, as
 * they could give clients a certificate that these do not trust.
 *
 * <p>Thread: control, for one compile.
 */
final class HostCertificates {
    /** A certificate of a host, and who has stated it. */
    private record Holder(ObjectKey ingress, String place, ServerCertificate certificate) {}

    private final Model model;
    private final SecretBook<Reading> book;
    private final TableBuilder table;
    private final Map<String, List<Holder>> holders = new HashMap<>();
    private List<ServerCertificate> rest = List.of();

    HostCertificates(Model model, SecretBook<Reading> book, TableBuilder table) {
        this.model = model;
        this.book = book;
        this.table = table;
    }

    /** Adds what an Ingress states, as far as no older one has it. */
    void claimAll(IngressRules stated) {
        for (TlsClaim claim : stated.tls()) {
            if (!claim.secret().isEmpty()) {
                claim(stated.key(), claim);
            }
        }
    }

    private void claim(ObjectKey ingress, TlsClaim claim) {
        SecretBook.Entry<Reading> entry =
                book.entry(ObjectKey.secret(ingress.namespace(), claim.secret()), model);
        if (entry == null) {
            table.warn(
                    ingress,
                    claim.place(),
                    "secret " + Quoted.of(claim.secret()) + " does not exist",
                    "create it or correct the name; its hosts get the default certificate");
        } else if (entry.held() != null) {
            for (String host : claim.hosts()) {
                claim(ingress, claim.place(), host, entry.held());
            }
        }
    }

    private void claim(ObjectKey ingress, String place, String host, Reading reading) {
        String placeOfHost = place + " host " + Quoted.of(host);
        List<Holder> older = holders.computeIfAbsent(host, _ -> new ArrayList<>(1));
        ServerCertificate own = reading.certificate();
        for (Holder holder : older) {
            if (holder.certificate().equals(own)) {
                return;
            }
            boolean foreign = !holder.ingress().namespace().equals(ingress.namespace());
            if (foreign || holder.certificate().keyAlgorithm().equals(own.keyAlgorithm())) {
                table.reject(
                        ingress,
                        placeOfHost,
                        "shadowed by "
                                + IngressCompiler.source(holder.ingress(), holder.place())
                                + (foreign
                                        ? ", of another namespace"
                                        : ", whose certificate has a key of "
                                                + own.keyAlgorithm()
                                                + " too"),
                        "remove one of the two");
                return;
            }
        }
        older.add(new Holder(ingress, place, own));
        if (!own.names().covers(host)) {
            table.warn(
                    ingress,
                    placeOfHost,
                    "the certificate is not for this host, but for " + some(own.names().all()),
                    "have one issued that is; served all the same");
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

    /** Names the certificate of all other hosts. */
    void claimRest(@Nullable ObjectKey secret) {
        if (secret == null) {
            return;
        }
        SecretBook.Entry<Reading> entry = book.entry(secret, model);
        if (entry == null) {
            table.warn(
                    secret,
                    "--default-certificate",
                    "does not exist",
                    "create it; a self-signed certificate is served instead");
        } else if (entry.held() != null) {
            rest = List.of(entry.held().certificate());
        }
    }

    /** What is in force; the book is left up to date. */
    Certificates build() {
        Map<String, List<ServerCertificate>> names = HashMap.newHashMap(holders.size());
        holders.forEach(
                (host, held) -> names.put(host, held.stream().map(Holder::certificate).toList()));
        List<Source> sources = new ArrayList<>();
        book.turnPage()
                .forEach(
                        (secret, entry) -> {
                            entry.rejections().forEach(table::add);
                            if (entry.held() != null) {
                                sources.add(new Source(secret, entry.held().certificate()));
                            }
                        });
        sources.sort(Comparator.comparing(Source::secret));
        return new Certificates(names, rest, sources);
    }
}
