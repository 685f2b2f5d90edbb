package io.tailrace.control.compile;

import io.tailrace.control.compile.TlsClaims.TlsClaim;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.share.SharedMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Ingresses, each compiled by itself if it is ours, by the hosts that they concern and by the
 * Secrets that they name.
 *
 * <p>Thread: control.
 */
final class IngressBook {
    /**
     * What is known of an Ingress.
     *
     * @param rules null: it is not ours
     * @param rejections of all of it, not of one of its hosts
     * @param notices worth a line, since it is nobody's
     */
    private record Known(
            @Nullable IngressRules rules, List<Rejection> rejections, List<Rejection> notices) {
        static final Known NOTHING = new Known(null, List.of(), List.of());
    }

    private final @Nullable ObjectKey defaultCertificate;
    private final boolean byAddress;
    private final Reports rejections;
    private final Reports notices;
    private final Map<ObjectKey, Known> known = new HashMap<>();

    /** What is known of those that are ours. */
    private SharedMap<ObjectKey, IngressRules> ours = SharedMap.empty();

    /** Oldest first; a list is replaced, never changed. */
    private final Map<String, List<IngressRules>> byHost = new HashMap<>();

    private final Map<ObjectKey, Set<ObjectKey>> bySecret = new HashMap<>();

    /**
     * @param settings for what counts where an Ingress does not say
     */
    IngressBook(CompileSettings settings, Reports rejections, Reports notices) {
        this.defaultCertificate = settings.defaultCertificate();
        this.byAddress = settings.endpoints().byAddress();
        this.rejections = rejections;
        this.notices = notices;
    }

    /**
     * Looks at Ingresses anew.
     *
     * @param changed they, or what their classes make of them
     */
    void update(Collection<ObjectKey> changed, Model model, Classes classes, Dirt dirt) {
        Map<String, List<IngressRules>> left = new HashMap<>();
        Map<String, List<IngressRules>> come = new HashMap<>();
        Map<ObjectKey, IngressRules> put = new HashMap<>();
        Set<ObjectKey> gone = new HashSet<>();
        for (ObjectKey key : changed) {
            IngressModel stated = model.ingress(key);
            Known former = known.getOrDefault(key, Known.NOTHING);
            Known next =
                    stated == null ? Known.NOTHING : know(stated, former.rules(), classes, model);
            put(key, former, next);
            if (!isSame(former.rules(), next.rules())) {
                index(former.rules(), left, dirt, key, this::forgetSecret);
                index(next.rules(), come, dirt, key, this::addSecret);
                if (next.rules() != null) {
                    put.put(key, next.rules());
                } else {
                    gone.add(key);
                }
            }
        }
        ours = ours.with(put, gone);
        Set<String> hosts = new HashSet<>(left.keySet());
        hosts.addAll(come.keySet());
        dirt.hosts().addAll(hosts);
        for (String host : hosts) {
            replace(host, left.getOrDefault(host, List.of()), come.getOrDefault(host, List.of()));
        }
    }

    private Known know(
            IngressModel stated, @Nullable IngressRules former, Classes classes, Model model) {
        return switch (classes.judge(stated)) {
            case OURS -> {
                ClassSettings settings = classes.settings(stated);
                IngressRules rules =
                        former != null
                                        && former.settings().equals(settings)
                                        && former.ingress().equals(stated)
                                ? former
                                : IngressCompiler.compile(stated, settings, byAddress);
                yield new Known(rules, rejections(rules, model), List.of());
            }
            case NO_SUCH_CLASS ->
                    new Known(
                            null,
                            List.of(),
                            List.of(
                                    Rejection.of(
                                            stated.key(),
                                            "class",
                                            "no IngressClass "
                                                    + Quoted.of(ClassRules.className(stated))
                                                    + " exists",
                                            "left alone")));
            case ANOTHERS -> Known.NOTHING;
        };
    }

    /** What was compiled again is put in place again. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable IngressRules former, @Nullable IngressRules next) {
        return former == next;
    }

    private static List<Rejection> rejections(IngressRules rules, Model model) {
        IngressModel ingress = rules.ingress();
        List<Rejection> rejections = new ArrayList<>(rules.rejections());
        String counts = ClassRules.className(ingress);
        if (!ingress.className().isEmpty() && !ingress.className().equals(counts)) {
            rejections.add(
                    Rejection.of(
                            ingress.key(),
                            "spec.ingressClassName " + Quoted.of(ingress.className()),
                            "the annotation kubernetes.io/ingress.class says " + Quoted.of(counts),
                            "remove one of the two; the annotation counts"));
        }
        for (TlsClaim claim : rules.tls().all()) {
            if (!claim.secret().isEmpty()
                    && model.secret(ObjectKey.secret(ingress.key().namespace(), claim.secret()))
                            == null) {
                rejections.add(
                        Rejection.of(
                                ingress.key(),
                                claim.place(),
                                "secret " + Quoted.of(claim.secret()) + " does not exist",
                                "create it or correct the name;"
                                        + " its hosts get the default certificate"));
            }
        }
        return rejections;
    }

    private void put(ObjectKey key, Known former, Known next) {
        rejections.replace(former.rejections(), next.rejections());
        notices.replace(former.notices(), next.notices());
        if (next.equals(Known.NOTHING)) {
            known.remove(key);
        } else {
            known.put(key, next);
        }
    }

    private interface SecretIndex {
        void change(ObjectKey secret, ObjectKey ingress);
    }

    private void index(
            @Nullable IngressRules rules,
            Map<String, List<IngressRules>> byConcerned,
            Dirt dirt,
            ObjectKey key,
            SecretIndex secrets) {
        if (rules == null) {
            return;
        }
        for (String host : rules.concerned()) {
            byConcerned.computeIfAbsent(host, _ -> new ArrayList<>(1)).add(rules);
        }
        for (ObjectKey secret : rules.secrets(defaultCertificate)) {
            secrets.change(secret, key);
            dirt.secrets().add(secret);
        }
    }

    private void addSecret(ObjectKey secret, ObjectKey ingress) {
        bySecret.computeIfAbsent(secret, _ -> new HashSet<>(2)).add(ingress);
    }

    private void forgetSecret(ObjectKey secret, ObjectKey ingress) {
        bySecret.computeIfPresent(
                secret,
                (_, ingresses) -> {
                    ingresses.remove(ingress);
                    return ingresses.isEmpty() ? null : ingresses;
                });
    }

    private void replace(String host, List<IngressRules> left, List<IngressRules> come) {
        Set<IngressRules> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(left);
        List<IngressRules> former = byHost.getOrDefault(host, List.of());
        List<IngressRules> next = new ArrayList<>(former.size() - left.size() + come.size());
        for (IngressRules rules : former) {
            if (!gone.contains(rules)) {
                next.add(rules);
            }
        }
        next.addAll(come);
        if (next.isEmpty()) {
            byHost.remove(host);
        } else {
            next.sort(IngressRules.AGE);
            byHost.put(host, next);
        }
    }

    /** Secrets hold something else, or something for the first time, or nothing any more. */
    void onSecrets(Set<ObjectKey> secrets, Model model, Dirt dirt) {
        Set<ObjectKey> naming = new HashSet<>();
        for (ObjectKey secret : secrets) {
            naming.addAll(bySecret.getOrDefault(secret, Set.of()));
        }
        for (ObjectKey key : naming) {
            Known former = known.getOrDefault(key, Known.NOTHING);
            IngressRules rules = former.rules();
            if (rules != null) {
                put(key, former, new Known(rules, rejections(rules, model), former.notices()));
                dirt.hosts().addAll(rules.concerned());
            }
        }
    }

    /** Those that are ours. */
    SharedMap<ObjectKey, IngressRules> ours() {
        return ours;
    }

    /** Those that concern a host, oldest first. */
    List<IngressRules> of(String host) {
        return byHost.getOrDefault(host, List.of());
    }

    /** Those that an Ingress names. */
    Set<ObjectKey> secrets() {
        return Collections.unmodifiableSet(bySecret.keySet());
    }

    /** Whether an Ingress names the Secret for the certificate in it. */
    boolean wantsCertificate(ObjectKey secret) {
        for (ObjectKey key : bySecret.getOrDefault(secret, Set.of())) {
            IngressRules rules = known.getOrDefault(key, Known.NOTHING).rules();
            if (rules != null && rules.wantsCertificate(secret)) {
                return true;
            }
        }
        return false;
    }

    /** The hosts that one of these wildcards covers. */
    Set<String> coveredBy(Set<String> wildcards) {
        if (wildcards.isEmpty()) {
            return Set.of();
        }
        Set<String> covered = new HashSet<>();
        for (String host : byHost.keySet()) {
            if (wildcards.contains(HostNames.wildcardOf(host))) {
                covered.add(host);
            }
        }
        return covered;
    }
}
