package io.tailrace.control.compile;

import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClientCertificates.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host asks of the certificates of clients, for all its paths, whoever states these. The
 * oldest Ingress that has rules for the host and says something about it decides; it must be of the
 * namespace whose host it is.
 *
 * <p>Thread: control, for one host.
 */
final class HostClients {
    static final String PLACE =
            "annotation " + IngressModel.OUR_ANNOTATIONS + Annotations.CLIENT_SECRET.name();

    private final String host;
    private final IngressRules owner;
    private final Model model;
    private final List<Rejection> rejections;
    private @Nullable IngressRules decider;

    private HostClients(String host, IngressRules owner, Model model, List<Rejection> rejections) {
        this.host = host;
        this.owner = owner;
        this.model = model;
        this.rejections = rejections;
    }

    /**
     * What the host asks; null: nothing.
     *
     * @param owner whose host it is
     * @param rejections gets what is not in force as stated
     */
    static @Nullable ClientCertificates ask(
            String host,
            IngressRules owner,
            List<IngressRules> oldestFirst,
            Model model,
            List<Rejection> rejections) {
        HostClients clients = new HostClients(host, owner, model, rejections);
        oldestFirst.forEach(clients::hear);
        return clients.decider == null || clients.decider.clients() == null
                ? null
                : clients.decider.clients().asked();
    }

    private void hear(IngressRules stated) {
        ClientWish wish = stated.clients();
        if (wish == null || !mayDecide(stated)) {
            return;
        }
        IngressRules older = decider;
        if (older == null) {
            decider = stated;
        } else if (!wish.equals(older.clients())) {
            rejections.add(
                    Rejection.of(
                            stated.key(),
                            PLACE + " for host " + Quoted.of(host),
                            "shadowed by " + older.key().path() + ", which states something else",
                            "state one thing for a host, in one Ingress; skipped"));
            return;
        }
        if (wish.asked() != null) {
            warnOfMissing(stated.key(), wish.asked());
        }
    }

    /** It has rules for the host; or it has none at all and gets the requests of all hosts. */
    private boolean mayDecide(IngressRules stated) {
        return owner.key().namespace().equals(stated.key().namespace())
                && (stated.hosts().containsKey(host)
                        || (host.isEmpty() && owner.key().equals(stated.key())));
    }

    private void warnOfMissing(ObjectKey ingress, ClientCertificates asked) {
        if (asked.secret().isEmpty()) {
            return;
        }
        ObjectKey secret = ObjectKey.secretAt(asked.secret());
        if (model.secret(secret) == null) {
            rejections.add(
                    Rejection.of(
                            ingress,
                            PLACE,
                            "secret " + Quoted.of(secret.name()) + " does not exist",
                            "create it or correct the name; "
                                    + (asked.mode() == Mode.OPTIONAL_NO_CA
                                            ? "no certificate is told to be good"
                                            : "requests for its hosts get 503")));
        }
    }
}
