package io.tailrace.control.compile;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.ClientAuth;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What hosts mean by what they ask of the certificates of clients: whom they trust.
 *
 * <p>Thread: control.
 */
final class ClientMeanings {
    private final SecretBook<Authorities> book;
    private final Reports rejections;

    /** Each with the number of hosts that ask it. */
    private final Map<ClientCertificates, Integer> asked = new HashMap<>();

    private final Map<ObjectKey, Set<ClientCertificates>> bySecret = new HashMap<>();
    private Map<ClientCertificates, ClientAuth> meanings = Map.of();
    private boolean askedOthers;

    ClientMeanings(SecretBook<Authorities> book, Reports rejections) {
        this.book = book;
        this.rejections = rejections;
    }

    /** A host has another part. */
    void change(HostPart former, HostPart next, Dirt dirt) {
        ClientCertificates before = former.settings().clients();
        ClientCertificates now = next.settings().clients();
        if (now != null && asked.merge(now, 1, Integer::sum) == 1) {
            ObjectKey secret = secret(now);
            bySecret.computeIfAbsent(secret, _ -> new HashSet<>()).add(now);
            dirt.secrets().add(secret);
            askedOthers = true;
        }
        if (before != null
                && asked.computeIfPresent(before, (_, count) -> count == 1 ? null : count - 1)
                        == null) {
            ObjectKey secret = secret(before);
            bySecret.computeIfPresent(
                    secret, (_, all) -> all.remove(before) && all.isEmpty() ? null : all);
            dirt.secrets().add(secret);
            askedOthers = true;
        }
    }

    /** Those that hosts name. */
    Set<ObjectKey> secrets() {
        return Collections.unmodifiableSet(bySecret.keySet());
    }

    /** Without a name for what needs no Secret. */
    private static ObjectKey secret(ClientCertificates stated) {
        return stated.secret().isEmpty()
                ? ObjectKey.secret("", "")
                : ObjectKey.secretAt(stated.secret());
    }

    /** By what hosts state; the same map as before if nothing is different. */
    Map<ClientCertificates, ClientAuth> update(Dirt dirt, Model model) {
        Map<ClientCertificates, ClientAuth> changed = new HashMap<>();
        for (ObjectKey secret : dirt.secrets()) {
            Set<ClientCertificates> stated = bySecret.getOrDefault(secret, Set.of());
            book.look(secret, !stated.isEmpty(), model, rejections);
            for (ClientCertificates one : stated) {
                changed.put(one, new ClientAuth(one, book.held(secret)));
            }
        }
        if (changed.isEmpty() && !askedOthers) {
            return meanings;
        }
        askedOthers = false;
        Map<ClientCertificates, ClientAuth> next = new HashMap<>(meanings);
        next.keySet().retainAll(asked.keySet());
        changed.forEach((stated, auth) -> next.merge(stated, auth, ClientMeanings::newer));
        if (!next.equals(meanings)) {
            meanings = Collections.unmodifiableMap(next);
        }
        return meanings;
    }

    /** What is equal stays the same object. */
    private static ClientAuth newer(ClientAuth former, ClientAuth next) {
        return next.equals(former) ? former : next;
    }
}
