package io.tailrace.control.compile;

import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.pem.AuthorityReader;
import io.tailrace.control.pem.CertificateReader;
import io.tailrace.control.pem.Reading;
import io.tailrace.control.pem.Remark;
import io.tailrace.control.pem.UnusableException;
import io.tailrace.core.tls.Authorities;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Secrets that Ingresses name hold, of one sort. Each is read once for each content. While
 * a newer content is bad, what was good before counts.
 *
 * <p>Thread: control.
 *
 * @param <T> what is read from a Secret
 */
final class SecretBook<T> {

    /**
     * What is known of a Secret.
     *
     * @param stated what it was read from
     * @param held what counts; null: it never held anything good
     * @param rejections what is wrong with it
     */
    record Entry<T>(SecretModel stated, @Nullable T held, List<Rejection> rejections) {}

    /**
     * What reading a Secret came to, whatever it held before.
     *
     * @param fault why it holds nothing that counts; null: it does
     */
    private record Outcome<T>(
            SecretModel stated, @Nullable T held, List<Remark> remarks, @Nullable Remark fault) {}

    /** Reads a Secret of a fitting type. */
    private interface Reader<T> {
        T read(SecretModel stated, List<Remark> remarks) throws UnusableException;
    }

    private final Reader<T> reader;
    private final String type;
    private final String effectAtFirst;
    private final String effect;
    private final Map<ObjectKey, Entry<T>> known = new TreeMap<>();

    /** What was read before anybody has looked at it. */
    private Map<ObjectKey, Outcome<T>> ahead = Map.of();

    private long version;

    private SecretBook(Reader<T> reader, String type, String effectAtFirst, String effect) {
        this.reader = reader;
        this.type = type;
        this.effectAtFirst = effectAtFirst;
        this.effect = effect;
    }

    /** Of certificates with their keys, which clients are shown. */
    static SecretBook<Reading> ofCertificates() {
        return ofCertificates(
                "its hosts get the default certificate",
                "the certificate that it held before stays in force");
    }

    /** Of certificates with their keys, which pods are shown. */
    static SecretBook<Reading> ofOwnCertificates() {
        return ofCertificates(
                "pods are shown no certificate",
                "pods are shown the certificate that it held before");
    }

    private static SecretBook<Reading> ofCertificates(String effectAtFirst, String effect) {
        CertificateReader reader = new CertificateReader();
        return new SecretBook<>(
                (stated, remarks) -> {
                    Reading reading = reader.read(stated.certificates(), stated.privateKey());
                    remarks.addAll(reading.remarks());
                    return reading;
                },
                "kubernetes.io/tls",
                effectAtFirst,
                effect);
    }

    /** Of whom we trust. */
    static SecretBook<Authorities> ofAuthorities() {
        AuthorityReader reader = new AuthorityReader();
        return new SecretBook<>(
                (stated, remarks) -> reader.read(stated.authorities()),
                "Opaque",
                "nobody is trusted, and what needs it gets 503",
                "the authorities that it held before count");
    }

    /** What counts of a Secret that somebody names; null if there is nothing. */
    @Nullable T held(ObjectKey secret) {
        Entry<T> entry = known.get(secret);
        return entry == null ? null : entry.held();
    }

    /**
     * Brings what is known of a Secret up to date.
     *
     * @param named whether anybody names it still; if not, it is forgotten
     * @param rejections get what is wrong with it
     */
    void look(ObjectKey secret, boolean named, Model model, Reports rejections) {
        SecretModel stated = named ? model.secret(secret) : null;
        Entry<T> former = known.get(secret);
        if (former == null ? stated == null : former.stated().equals(stated)) {
            return;
        }
        Entry<T> next = stated == null ? null : read(stated, former);
        version++;
        if (next == null) {
            known.remove(secret);
        } else {
            known.put(secret, next);
        }
        rejections.replace(rejections(former), rejections(next));
    }

    /**
     * Reads Secrets at once, on all cores that are free, that {@link #look} would read one after
     * another. Worth it for many.
     */
    void readAhead(Collection<SecretModel> named) {
        List<SecretModel> unread = new ArrayList<>();
        for (SecretModel stated : named) {
            Entry<T> former = known.get(stated.key());
            if (former == null || !former.stated().equals(stated)) {
                unread.add(stated);
            }
        }
        ahead = HashMap.newHashMap(unread.size());
        for (Outcome<T> outcome : unread.parallelStream().map(this::read).toList()) {
            ahead.put(outcome.stated().key(), outcome);
        }
    }

    /** All that was read ahead has been looked at. */
    void forgetAhead() {
        ahead = Map.of();
    }

    /** Another number whenever something in it is another. */
    long version() {
        return version;
    }

    private List<Rejection> rejections(@Nullable Entry<T> entry) {
        return entry == null ? List.of() : entry.rejections();
    }

    /** All that are named and exist, sorted by name. */
    Collection<Entry<T>> entries() {
        return Collections.unmodifiableCollection(known.values());
    }

    /** All that are named and exist. */
    Set<ObjectKey> keys() {
        return Collections.unmodifiableSet(known.keySet());
    }

    /** Says once more what is wrong. */
    void tellAll(Reports rejections) {
        known.values().forEach(entry -> rejections.replace(List.of(), entry.rejections()));
    }

    private Entry<T> read(SecretModel stated, @Nullable Entry<T> former) {
        T before = former == null ? null : former.held();
        if (!stated.isOfUse()) {
            return bad(stated, before, "type", "is " + Quoted.of(stated.type()), "make it " + type);
        }
        Outcome<T> outcome = ahead.get(stated.key());
        if (outcome == null || !outcome.stated().equals(stated)) {
            outcome = read(stated);
        }
        Remark fault = outcome.fault();
        if (fault != null) {
            return bad(stated, before, fault.of().entry(), fault.reason(), fault.remedy());
        }
        return new Entry<>(
                stated,
                outcome.held(),
                outcome.remarks().stream()
                        .map(
                                remark ->
                                        Rejection.of(
                                                stated.key(),
                                                remark.of().entry(),
                                                remark.reason(),
                                                remark.remedy()))
                        .toList());
    }

    /** Any thread. */
    private Outcome<T> read(SecretModel stated) {
        try {
            List<Remark> remarks = new ArrayList<>(0);
            T held = stated.isOfUse() ? reader.read(stated, remarks) : null;
            return new Outcome<>(stated, held, remarks, null);
        } catch (UnusableException e) {
            return new Outcome<>(stated, null, List.of(), e.remark());
        }
    }

    private Entry<T> bad(
            SecretModel stated, @Nullable T before, String place, String reason, String remedy) {
        String counts = before == null ? effectAtFirst : effect;
        return new Entry<>(
                stated,
                before,
                List.of(Rejection.of(stated.key(), place, reason, remedy + "; " + counts)));
    }
}
