package io.tailrace.control.compile;

import io.tailrace.control.compile.Certificates.Source;
import io.tailrace.control.compile.RuleCompiler.Books;
import io.tailrace.control.model.Changes;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.share.SharedMap;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.ServerCertificate;
import io.tailrace.core.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decision table of a model that changes: what an Ingress, class, ConfigMap or Secret that has
 * changed concerns is compiled anew. A whole compile is one in which all has changed.
 *
 * <p>Thread: control.
 */
final class Compilation {
    private final CompileSettings settings;
    private final Books books;
    private final Reports rejections = new Reports();
    private final Reports notices = new Reports();
    private final IngressBook ingresses;
    private final ClientMeanings clients;
    private final PodSecrets pods;
    private Classes classes;
    private List<Rejection> ofDefaultCertificate = List.of();
    private DecisionTable table = DecisionTable.EMPTY;

    /** What is in force may be other rules than those of the table. */
    private SharedMap<String, HostPart> hostsInForce = DecisionTable.EMPTY.hosts();

    private SharedMap<ClusterKey, ClusterUse> usesInForce = DecisionTable.EMPTY.uses();

    /** Of the books of certificates, when the table's were gathered. */
    private long certificatesVersion = -1;

    Compilation(CompileSettings settings, Books books) {
        this.settings = settings;
        this.books = books;
        this.classes = Classes.of(new Model(), settings);
        this.ingresses = new IngressBook(settings, rejections, notices);
        this.clients = new ClientMeanings(books.authorities(), rejections);
        this.pods = new PodSecrets(books.pods(), rejections);
        books.tellAll(rejections);
    }

    /** Compiles all there is, for the first time. */
    DecisionTable all(Model model) {
        certificatesVersion = -1;
        classes = Classes.of(model, settings);
        rejections.replace(List.of(), classes.rejections());
        Dirt dirt = new Dirt();
        dirt.hosts().add("");
        dirt.secrets().addAll(books.keys());
        if (settings.defaultCertificate() != null) {
            dirt.secrets().add(settings.defaultCertificate());
        }
        ingresses.update(keys(model), model, classes, dirt);
        readCertificatesAhead(model, dirt);
        return compile(model, dirt, Set.of());
    }

    /** Compiles what has changed. */
    DecisionTable update(Model model, Changes changes) {
        Dirt dirt = new Dirt();
        Set<ObjectKey> changed = changes.ingresses();
        if (!changes.classes().isEmpty() || !changes.configMaps().isEmpty()) {
            Classes former = classes;
            classes = Classes.of(model, settings);
            rejections.replace(former.rejections(), classes.rejections());
            if (!classes.judgeLike(former)) {
                changed = new HashSet<>(changed);
                changed.addAll(keys(model));
            }
        }
        ingresses.update(changed, model, classes, dirt);
        dirt.secrets().addAll(changes.secrets());
        return compile(model, dirt, changes.secrets());
    }

    private static Set<ObjectKey> keys(Model model) {
        Set<ObjectKey> keys = HashSet.newHashSet(model.ingresses().size());
        for (IngressModel ingress : model.ingresses()) {
            keys.add(ingress.key());
        }
        return keys;
    }

    /**
     * @param changedSecrets also told to those Ingresses that have not changed
     */
    private DecisionTable compile(Model model, Dirt dirt, Set<ObjectKey> changedSecrets) {
        lookAtCertificates(model, dirt);
        ingresses.onSecrets(changedSecrets, model, dirt);
        List<ServerCertificate> rest = rest(model);

        SharedMap<String, HostPart> hosts = hosts(model, dirt, rest);
        ClusterUses changedUses = new ClusterUses();
        table.hosts()
                .differences(
                        hosts,
                        host -> {
                            HostPart former = HostPart.of(table.hosts(), host);
                            HostPart next = HostPart.of(hosts, host);
                            rejections.replace(former.rejections(), next.rejections());
                            changedUses.change(host, former, next);
                            clients.change(former, next, dirt);
                        });
        SharedMap<ClusterKey, ClusterUse> uses = changedUses.apply(table.uses());
        Map<ClientCertificates, ClientAuth> meanings = clients.update(dirt, model);
        Map<ClusterKey, UpstreamTls> upstreamTls =
                pods.update(
                        changedUses.touched(),
                        changedUses.parts(),
                        uses,
                        usesInForce,
                        hosts,
                        dirt.secrets(),
                        model);
        table =
                new DecisionTable(
                        hosts,
                        uses,
                        upstreamTls,
                        certificates(rest),
                        meanings,
                        ingresses.ours(),
                        rejections.list(),
                        notices.list());
        return table;
    }

    /**
     * The table with these hosts in place of those compiled last. What their rules name is kept up
     * to date as long as they are in force, whether or not an Ingress still names it.
     */
    DecisionTable inForce(SharedMap<String, HostPart> hosts, Model model) {
        Set<ClusterKey> touched = new HashSet<>();
        Dirt dirt = new Dirt();
        SharedMap<ClusterKey, ClusterUse> uses = usesInForce(hosts);
        usesInForce.differences(uses, touched::add);
        hostsInForce.differences(
                hosts,
                host ->
                        clients.change(
                                HostPart.of(hostsInForce, host), HostPart.of(hosts, host), dirt));
        hostsInForce = hosts;
        usesInForce = uses;
        Map<ClientCertificates, ClientAuth> meanings = clients.update(dirt, model);
        Map<ClusterKey, UpstreamTls> upstreamTls =
                pods.update(
                        touched,
                        List.of(),
                        table.uses(),
                        uses,
                        table.hosts(),
                        dirt.secrets(),
                        model);
        Certificates certificates = certificates(table.certificates().rest());
        table =
                new DecisionTable(
                        table.hosts(),
                        table.uses(),
                        upstreamTls,
                        certificates,
                        meanings,
                        ingresses.ours(),
                        rejections.list(),
                        notices.list());
        return table.with(hosts, uses);
    }

    private SharedMap<ClusterKey, ClusterUse> usesInForce(SharedMap<String, HostPart> hosts) {
        if (hosts == table.hosts()) {
            return table.uses();
        }
        ClusterUses changed = new ClusterUses();
        hostsInForce.differences(
                hosts,
                host ->
                        changed.change(
                                host, HostPart.of(hostsInForce, host), HostPart.of(hosts, host)));
        return changed.apply(usesInForce);
    }

    /** What {@link #inForce} was told last. */
    SharedMap<String, HostPart> hostsInForce() {
        return hostsInForce;
    }

    /** The Secrets and ConfigMaps that are named, whether they exist or not. Gathered anew. */
    Set<ObjectKey> named() {
        Set<ObjectKey> named = new HashSet<>(ingresses.secrets());
        named.addAll(clients.secrets());
        named.addAll(pods.secrets());
        named.addAll(classes.configMaps());
        if (settings.defaultCertificate() != null) {
            named.add(settings.defaultCertificate());
        }
        named.removeIf(key -> key.name().isEmpty());
        return named;
    }

    private void lookAtCertificates(Model model, Dirt dirt) {
        for (ObjectKey secret : dirt.secrets()) {
            books.certificates().look(secret, wantsCertificate(secret), model, rejections);
        }
        books.certificates().forgetAhead();
    }

    /** At a start, when no request is held up by it and everybody waits. */
    private void readCertificatesAhead(Model model, Dirt dirt) {
        List<SecretModel> named = new ArrayList<>();
        for (ObjectKey secret : dirt.secrets()) {
            SecretModel stated = wantsCertificate(secret) ? model.secret(secret) : null;
            if (stated != null) {
                named.add(stated);
            }
        }
        books.certificates().readAhead(named);
    }

    private boolean wantsCertificate(ObjectKey secret) {
        return secret.equals(settings.defaultCertificate()) || ingresses.wantsCertificate(secret);
    }

    /** The certificate of all hosts that have none. */
    private List<ServerCertificate> rest(Model model) {
        ObjectKey secret = settings.defaultCertificate();
        if (secret == null) {
            return List.of();
        }
        List<Rejection> newest =
                model.secret(secret) != null
                        ? List.of()
                        : List.of(
                                Rejection.of(
                                        secret,
                                        "--default-certificate",
                                        "does not exist",
                                        "create it; a self-signed certificate is served instead"));
        rejections.replace(ofDefaultCertificate, newest);
        ofDefaultCertificate = newest;
        Reading held = books.certificates().held(secret);
        return held == null ? List.of() : List.of(held.certificate());
    }

    private Certificates certificates(List<ServerCertificate> rest) {
        long version = books.certificates().version() + books.pods().own().version();
        if (version == certificatesVersion) {
            return table.certificates();
        }
        certificatesVersion = version;
        List<Source> sources = pods.sources();
        books.certificates().entries().forEach(entry -> Source.addTo(sources, entry));
        List<Source> sorted = new ArrayList<>(new LinkedHashSet<>(sources));
        sorted.sort(Comparator.comparing(Source::secret));
        return new Certificates(rest, sorted);
    }

    private SharedMap<String, HostPart> hosts(
            Model model, Dirt dirt, List<ServerCertificate> rest) {
        Map<String, HostPart> certified = HashMap.newHashMap(dirt.hosts().size());
        Set<String> wildcards = new HashSet<>();
        HostCompiler compiler =
                new HostCompiler(
                        settings, model, books.certificates()::held, !rest.isEmpty(), ingresses);
        for (String host : dirt.hosts()) {
            HostPart part = compiler.certificates(host);
            certified.put(host, part);
            boolean certifiedBefore = !HostPart.of(table.hosts(), host).certificates().isEmpty();
            if (host.startsWith("*.") && certifiedBefore == part.certificates().isEmpty()) {
                wildcards.add(host);
            }
        }
        for (String host : ingresses.coveredBy(wildcards)) {
            certified.computeIfAbsent(host, compiler::certificates);
        }
        Map<String, HostPart> put = HashMap.newHashMap(certified.size());
        Set<String> gone = new HashSet<>();
        certified.forEach(
                (host, part) -> {
                    boolean byWildcard = isCertified(HostNames.wildcardOf(host), certified);
                    HostPart next = compiler.compile(host, part, byWildcard);
                    HostPart former = HostPart.of(table.hosts(), host);
                    if (next.equals(HostPart.NOTHING)) {
                        gone.add(host);
                    } else if (!next.equals(former)) {
                        put.put(host, next);
                    }
                });
        return table.hosts().with(put, gone);
    }

    private boolean isCertified(String wildcard, Map<String, HostPart> certified) {
        HostPart part = certified.get(wildcard);
        return !(part == null ? HostPart.of(table.hosts(), wildcard) : part)
                .certificates()
                .isEmpty();
    }
}
