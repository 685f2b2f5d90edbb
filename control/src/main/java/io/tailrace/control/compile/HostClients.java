package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.ClientAuth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What hosts ask of the certificates of clients, for all their paths, whoever states these. The
 * oldest Ingress that has rules for the host and says something about it decides; it must be of the
 * namespace whose host it is.
 *
 * <p>Thread: control, for one compile.
 */
final class HostClients {
    static final String PLACE = "annotation " + IngressModel.OUR_ANNOTATIONS + "auth-tls-secret";

    /** Who decides, and what. */
    private record Decision(ObjectKey ingress, ClientWish wish) {}

    private final Model model;
    private final SecretBook<Authorities> book;
    private final TableBuilder table;
    private final Map<String, Decision> decisions = new HashMap<>();
    private final Map<ClientCertificates, ClientAuth> meanings = new HashMap<>();

    HostClients(Model model, SecretBook<Authorities> book, TableBuilder table) {
        this.model = model;
        this.book = book;
        this.table = table;
    }

    /**
     * Has all hosts ask. Returns what they mean by what they state; the book is left up to date.
     */
    Map<ClientCertificates, ClientAuth> apply(List<IngressRules> oldestFirst) {
        for (IngressRules stated : oldestFirst) {
            ClientWish wish = stated.clients();
            if (wish != null) {
                apply(stated, wish);
            }
        }
        book.turnPage().values().forEach(entry -> entry.rejections().forEach(table::add));
        return meanings;
    }

    private void apply(IngressRules stated, ClientWish wish) {
        boolean decides = false;
        for (String host : hosts(stated)) {
            decides |= decides(stated.key(), wish, host);
        }
        ClientCertificates asked = wish.asked();
        if (decides && asked != null) {
            meanings.computeIfAbsent(
                    asked, key -> new ClientAuth(key, authorities(stated.key(), key)));
        }
    }

    /** Those that it has rules for, and all others if their requests go to its default backend. */
    private List<String> hosts(IngressRules stated) {
        List<String> hosts = new ArrayList<>(stated.hosts());
        if (!stated.hosts().contains("") && stated.key().equals(table.owner(""))) {
            hosts.add("");
        }
        return hosts;
    }

    private boolean decides(ObjectKey ingress, ClientWish wish, String host) {
        ObjectKey owner = table.owner(host);
        if (owner == null || !owner.namespace().equals(ingress.namespace())) {
            return false;
        }
        Decision older = decisions.putIfAbsent(host, new Decision(ingress, wish));
        if (older == null) {
            if (wish.asked() != null) {
                table.ask(host, wish.asked());
            }
            return true;
        }
        if (!older.wish().equals(wish)) {
            table.reject(
                    ingress,
                    PLACE + " for host " + Quoted.of(host),
                    "shadowed by " + older.ingress().path() + ", which states something else",
                    "state one thing for a host, in one Ingress");
        }
        return Objects.equals(older.wish(), wish);
    }

    private @Nullable Authorities authorities(ObjectKey ingress, ClientCertificates asked) {
        if (asked.secret().isEmpty()) {
            return null;
        }
        int slash = asked.secret().indexOf('/');
        ObjectKey secret =
                ObjectKey.secret(
                        asked.secret().substring(0, slash), asked.secret().substring(slash + 1));
        SecretBook.Entry<Authorities> entry = book.entry(secret, model);
        if (entry == null) {
            table.warn(
                    ingress,
                    PLACE,
                    "secret " + Quoted.of(secret.name()) + " does not exist",
                    "create it or correct the name; "
                            + (asked.mode() == Mode.OPTIONAL_NO_CA
                                    ? "no certificate is told to be good"
                                    : "requests for its hosts get 503"));
            return null;
        }
        return entry.held();
    }
}
