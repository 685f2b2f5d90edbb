package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.TlsClaim;
import io.tailrace.control.model.ObjectKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which hosts send requests in clear on to TLS. The oldest Ingress that has rules for the host and
 * states TLS for it, or asks for the redirect whatever else it states, decides; it must be of the
 * namespace whose host it is, so that nobody else's certificate gets its clients.
 *
 * <p>Thread: control, for one compile.
 */
final class HttpsRedirects {
    /** What an Ingress says about it, by its annotations. */
    enum Wish {
        NEVER,
        /** Where there is a certificate in force. */
        IF_CERTIFIED,
        ALWAYS
    }

    private final TableBuilder table;
    private final Certificates certificates;
    private final int port;

    /**
     * @param port where redirects lead to
     */
    HttpsRedirects(TableBuilder table, Certificates certificates, int port) {
        this.table = table;
        this.certificates = certificates;
        this.port = port;
    }

    void apply(List<IngressRules> oldestFirst) {
        Set<String> decided = new HashSet<>();
        for (IngressRules stated : oldestFirst) {
            for (String host : stated.hosts()) {
                ObjectKey owner = table.owner(host);
                if (owner != null
                        && owner.namespace().equals(stated.key().namespace())
                        && (stated.redirect() == Wish.ALWAYS || claims(stated, host))
                        && decided.add(host)
                        && isWanted(stated, host)) {
                    table.redirect(host, port);
                }
            }
        }
    }

    private boolean isWanted(IngressRules stated, String host) {
        return switch (stated.redirect()) {
            case NEVER -> false;
            case IF_CERTIFIED -> certificates.serve(host) || isDefault(stated, host);
            case ALWAYS -> true;
        };
    }

    /** The Ingress asks for the default certificate, and there is one. */
    private boolean isDefault(IngressRules stated, String host) {
        return !certificates.rest().isEmpty()
                && stated.tls().stream()
                        .anyMatch(claim -> claim.secret().isEmpty() && names(claim, host));
    }

    private static boolean claims(IngressRules stated, String host) {
        return stated.tls().stream().anyMatch(claim -> names(claim, host));
    }

    private static boolean names(TlsClaim claim, String host) {
        int dot = host.indexOf('.');
        return claim.hosts().contains(host)
                || (dot > 0 && claim.hosts().contains("*" + host.substring(dot)));
    }
}
