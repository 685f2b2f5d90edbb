package io.tailrace.core.tls;

import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.HostTable;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one generation, by the name that a client asks for (SNI, RFC 6066 3): the
 * exact name, else the wildcard that covers exactly its first label, else the default ones; and
 * what hosts ask of the certificates of clients.
 *
 * <p>Thread: any (immutable); built by control, asked by cores.
 */
public final class CertTable {
    private static final ClientAuth CLOSED = new ClientAuth(ClientCertificates.closed(), null);
    private static final CertTable EMPTY =
            new CertTable(HostTable.of(Map.of(), 0), List.of(), Map.of());

    private final HostTable<List<ServerCertificate>> names;
    private final List<ServerCertificate> rest;
    private final Set<ServerCertificate> all;
    private final Map<ClientCertificates, ClientAuth> clients;

    private CertTable(
            HostTable<List<ServerCertificate>> names,
            List<ServerCertificate> rest,
            Map<ClientCertificates, ClientAuth> clients) {
        this.names = names;
        this.rest = rest;
        this.all = new HashSet<>(rest);
        names.forEach(all::addAll);
        this.clients = clients;
    }

    /** The table without any certificate. */
    public static CertTable empty() {
        return EMPTY;
    }

    /** As {@link #of(Map, List, Map, long)}, for hosts that ask nothing of clients. */
    public static CertTable of(
            Map<String, List<ServerCertificate>> names, List<ServerCertificate> rest, long seed) {
        return of(names, rest, Map.of(), seed);
    }

    /**
     * Builds a table. Control thread.
     *
     * @param names lower-case, without trailing dot, or {@code *.} and such a name; each with its
     *     certificates, at most one for each key algorithm
     * @param rest for all other names, and for clients that ask for none; may be empty
     * @param clients by what hosts state, what they mean by it
     * @param seed random and secret, another one for each table
     */
    public static CertTable of(
            Map<String, List<ServerCertificate>> names,
            List<ServerCertificate> rest,
            Map<ClientCertificates, ClientAuth> clients,
            long seed) {
        return EMPTY.with(names, rest, clients, seed);
    }

    /**
     * This table with other certificates for some names; those of all others are shared. Control
     * thread.
     *
     * @param changed names, each with all certificates that it has now; one with none is gone
     * @param nextRest as for {@link #of(Map, List, Map, long)}, as the others
     */
    public CertTable with(
            Map<String, List<ServerCertificate>> changed,
            List<ServerCertificate> nextRest,
            Map<ClientCertificates, ClientAuth> nextClients,
            long seed) {
        Map<String, List<ServerCertificate>> put = HashMap.newHashMap(changed.size());
        Set<String> gone = new HashSet<>();
        changed.forEach(
                (name, certificates) -> {
                    if (certificates.isEmpty()) {
                        gone.add(name);
                    } else {
                        put.put(name, List.copyOf(certificates));
                    }
                });
        return new CertTable(
                names.with(put, gone, seed),
                List.copyOf(nextRest),
                // Not Map.copyOf, which is slow where keys are chosen to have equal hashes.
                Collections.unmodifiableMap(new HashMap<>(nextClients)));
    }

    /**
     * The certificates of exactly this name, or of the wildcard that covers it; empty if no Ingress
     * states one. Core thread; allocates nothing.
     *
     * @param name at {@code [offset, offset + length)}, in any case, without trailing dot
     */
    public List<ServerCertificate> find(DirectBuffer name, int offset, int length) {
        List<ServerCertificate> found = names.find(name, offset, length);
        return found == null ? List.of() : found;
    }

    /** Whether any client could be shown this certificate. */
    public boolean contains(ServerCertificate certificate) {
        return all.contains(certificate);
    }

    /** Whether any client could be asked for a certificate because of this. */
    public boolean contains(ClientAuth asked) {
        return asked.equals(clients.get(asked.stated()));
    }

    /** What a host means by what it states; null if it states nothing. */
    public @Nullable ClientAuth clients(@Nullable ClientCertificates stated) {
        if (stated == null) {
            return null;
        }
        ClientAuth auth = clients.get(stated);
        // What is not known must not leave a host open.
        return auth == null ? CLOSED : auth;
    }

    /** For names that are not in the table, and for clients that ask for none; may be empty. */
    public List<ServerCertificate> rest() {
        return rest;
    }
}
