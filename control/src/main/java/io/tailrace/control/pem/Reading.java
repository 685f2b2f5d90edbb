package io.tailrace.control.pem;

import io.tailrace.core.tls.ServerCertificate;
import java.util.List;
import java.util.Set;

/**
 * A certificate that can be served.
 *
 * <p>Thread: any (immutable).
 *
 * @param names of hosts that it says it is for (RFC 6125 6.4), in lower case: DNS names, and {@code
 *     *.} and a DNS name
 * @param remarks on what was mended
 */
public record Reading(ServerCertificate certificate, Set<String> names, List<Remark> remarks) {
    private static final String WILDCARD = "*.";

    public Reading {
        names = Set.copyOf(names);
        remarks = List.copyOf(remarks);
    }

    /**
     * Whether clients will take the certificate for this host: under its name, or a wildcard that
     * stands for its first label.
     *
     * @param host lower-case; {@code *.} and a name stands for all that it covers
     */
    public boolean covers(String host) {
        if (names.contains(host)) {
            return true;
        }
        int dot = host.indexOf('.');
        return dot > 0
                && !host.startsWith(WILDCARD)
                && names.contains(WILDCARD + host.substring(dot + 1));
    }
}
