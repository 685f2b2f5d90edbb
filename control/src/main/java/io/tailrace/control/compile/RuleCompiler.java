package io.tailrace.control.compile;

import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.pem.Reading;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClientCertificates;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.tls.Authorities;
import io.tailrace.core.tls.ClientAuth;
import io.tailrace.core.tls.UpstreamTls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our Ingresses to the decision table: each by itself first, then all together, the oldest first.
 * The first step is remembered, so that only changed Ingresses are compiled; the result is as if it
 * were not. What is remembered of Secrets shows in one case: the last good certificate counts while
 * there is no better one.
 *
 * <p>Thread: control.
 */
public final class RuleCompiler {
    /** Oldest first; then, and for objects without a time, by namespace and name. */
    private static final Comparator<IngressRules> AGE =
            Comparator.comparing((IngressRules rules) -> rules.ingress().createdAt())
                    .thenComparing(IngressRules::key);

    private final CompileSettings settings;
    private final SecretBook<Reading> certificates = SecretBook.ofCertificates();
    private final SecretBook<Authorities> authorities = SecretBook.ofAuthorities();
    private final PodSecrets podSecrets = new PodSecrets();
    private Map<ObjectKey, IngressRules> known = Map.of();

    public RuleCompiler(CompileSettings settings) {
        this.settings = settings;
    }

    /** The decision table of these objects. */
    public DecisionTable compile(Model model) {
        TableBuilder table = new TableBuilder();
        List<IngressRules> oldestFirst = new ArrayList<>();
        ClassRules classes = new ClassRules(model.classes(), settings.controllerName());
        ClassParameters parameters = new ClassParameters(model, table);
        Map<ClassModel, ClassSettings> settingsOf = new HashMap<>();
        classes.ours().forEach(ours -> settingsOf.put(ours, parameters.of(ours)));
        for (IngressModel ingress : ours(model, classes, table)) {
            ClassSettings ofClass =
                    settingsOf.getOrDefault(classes.of(ingress), ClassSettings.DEFAULT);
            IngressRules rules = known.get(ingress.key());
            oldestFirst.add(
                    rules != null
                                    && rules.ingress().equals(ingress)
                                    && rules.settings().equals(ofClass)
                            ? rules
                            : IngressCompiler.compile(ingress, ofClass));
        }
        oldestFirst.sort(AGE);
        oldestFirst.forEach(table::claimAll);
        new DefaultBackends(table, oldestFirst).claim(settings.defaultBackend());
        remember(oldestFirst);
        HostCertificates hosts = new HostCertificates(model, certificates, table);
        oldestFirst.forEach(hosts::claimAll);
        hosts.claimRest(settings.defaultCertificate());
        Certificates inForce = hosts.build();
        if (settings.httpsPort() > 0) {
            new HttpsRedirects(table, inForce, settings.httpsPort()).apply(oldestFirst);
        }
        Map<ClientCertificates, ClientAuth> clients =
                new HostClients(model, authorities, table).apply(oldestFirst);
        Map<ClusterKey, UpstreamTls> upstreamTls = podSecrets.resolve(table, model);
        return table.build(inForce.with(podSecrets.turnPage(table)), upstreamTls, clients);
    }

    private static List<IngressModel> ours(Model model, ClassRules classes, TableBuilder table) {
        List<IngressModel> ours = new ArrayList<>();
        for (IngressModel ingress : model.ingresses()) {
            switch (classes.judge(ingress)) {
                case OURS -> {
                    ours.add(ingress);
                    warnOfTwoClasses(ingress, table);
                }
                case NO_SUCH_CLASS ->
                        table.notice(
                                ingress.key(),
                                "class",
                                "no IngressClass "
                                        + Quoted.of(ClassRules.className(ingress))
                                        + " exists",
                                "left alone");
                case ANOTHERS -> {}
            }
        }
        return ours;
    }

    private static void warnOfTwoClasses(IngressModel ingress, TableBuilder table) {
        String counts = ClassRules.className(ingress);
        if (!ingress.className().isEmpty() && !ingress.className().equals(counts)) {
            table.warn(
                    ingress.key(),
                    "spec.ingressClassName " + Quoted.of(ingress.className()),
                    "the annotation kubernetes.io/ingress.class says " + Quoted.of(counts),
                    "remove one of the two; the annotation counts");
        }
    }

    private void remember(List<IngressRules> compiled) {
        known = HashMap.newHashMap(compiled.size());
        compiled.forEach(rules -> known.put(rules.key(), rules));
    }
}
