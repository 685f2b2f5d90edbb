package io.tailrace.control.compile;

import io.tailrace.control.compile.IngressRules.Claim;
import io.tailrace.control.compile.IngressRules.OfHost;
import io.tailrace.control.compile.TlsClaims.TlsClaim;
import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.RuleModel;
import io.tailrace.control.model.TlsModel;
import io.tailrace.core.route.ClassSettings;
import io.tailrace.core.route.ClusterKey;
import io.tailrace.core.route.PathType;
import io.tailrace.core.route.RoutePolicy;
import io.tailrace.core.route.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Ingress to the rules it asks for. Services are not looked at: a rule names its cluster,
 * whether that has endpoints or exists at all is another question.
 *
 * <p>Thread: any; a pure function.
 */
final class IngressCompiler {
    private final IngressModel ingress;
    private final ClassSettings settings;
    private final ObjectKey key;
    private final AnnotationReader annotations;
    private final PodSettings pods;
    private final RoutePolicy policy;
    private final Map<String, List<Claim>> claims = new LinkedHashMap<>();
    private final Map<String, String> wholeHosts = new HashMap<>();
    private int numbers;
    private final List<Rejection> rejections = new ArrayList<>();

    private IngressCompiler(IngressModel ingress, ClassSettings settings, boolean byAddress) {
        this.ingress = ingress;
        this.settings = settings;
        this.key = ingress.key();
        Annotations.warnOfUnknown(ingress, rejections);
        this.annotations = new AnnotationReader(ingress, rejections);
        this.pods = PodAnnotations.read(annotations, byAddress);
        this.policy = PolicyAnnotations.read(annotations, pods);
    }

    /**
     * @param settings of the Ingress's class
     * @param byAddress whether Services are reached by their own address, if it does not say
     */
    static IngressRules compile(IngressModel ingress, ClassSettings settings, boolean byAddress) {
        return new IngressCompiler(ingress, settings, byAddress).run();
    }

    private IngressRules run() {
        for (int i = 0; i < ingress.rules().size(); i++) {
            claim(ingress.rules().get(i), "rule " + (i + 1));
        }
        if (ingress.rules().isEmpty() && ingress.defaultBackend() == null) {
            reject("spec", "has neither rules nor a default backend", "add one");
        }
        ClusterKey rest =
                ingress.defaultBackend() == null
                        ? null
                        : target("default backend", ingress.defaultBackend());
        Map<String, OfHost> hosts = hosts(rest);
        return new IngressRules(
                ingress,
                settings,
                hosts,
                rest == null || !ingress.rules().isEmpty()
                        ? null
                        : rest("", "default backend", rest),
                tls(hosts.keySet()),
                HttpsRedirects.wish(annotations),
                ClientAnnotations.read(annotations),
                rejections);
    }

    private Map<String, OfHost> hosts(@Nullable ClusterKey rest) {
        Map<String, OfHost> hosts = HashMap.newHashMap(claims.size());
        claims.forEach(
                (host, ofHost) ->
                        hosts.put(
                                host,
                                new OfHost(
                                        ofHost,
                                        wholeHosts.get(host),
                                        rest == null ? null : rest(host, place(host), rest))));
        return hosts;
    }

    private String place(String host) {
        String rule = wholeHosts.get(host);
        if (rule != null) {
            return rule;
        }
        return host.isEmpty() ? "default backend" : "default backend of host " + Quoted.of(host);
    }

    private Claim rest(String host, String place, ClusterKey rest) {
        return claim(new Rule(host, "", PathType.ANY, rest, policy, source(key, place)), place);
    }

    private Claim claim(Rule rule, String place) {
        return new Claim(key, numbers++, place, rule);
    }

    private void claim(RuleModel rule, String place) {
        String host;
        try {
            host = HostNames.normalise(rule.host());
        } catch (UnfitException e) {
            reject(place + " host " + Quoted.of(rule.host()), e.reason(), e.remedy());
            return;
        }
        List<Claim> ofHost = claims.computeIfAbsent(host, _ -> new ArrayList<>());
        if (rule.paths() == null) {
            wholeHosts.putIfAbsent(host, place);
            return;
        }
        if (rule.paths().isEmpty()) {
            reject(
                    place,
                    "http has no paths",
                    "add one, or leave http out to send the host to the default backend");
        }
        for (PathModel path : rule.paths()) {
            claim(host, path, place + " path " + Quoted.of(path.path()), ofHost);
        }
    }

    private void claim(String host, PathModel path, String place, List<Claim> ofHost) {
        ClusterKey target = target(place, path.backend());
        if (target == null) {
            return;
        }
        try {
            Rule rule =
                    new Rule(
                            host,
                            RulePaths.normalise(path, settings.paths()),
                            RulePaths.type(path),
                            target,
                            policy,
                            source(key, place));
            ofHost.add(claim(rule, place));
        } catch (UnfitException e) {
            reject(place, e.reason(), e.remedy());
        }
    }

    private TlsClaims tls(Set<String> hostsOfRules) {
        TlsClaims tls = new TlsClaims(hostsOfRules);
        int tooMany = 0;
        for (int i = 0; i < ingress.tls().size(); i++) {
            TlsModel stated = ingress.tls().get(i);
            TlsClaim claim = new TlsClaim(i, "tls " + (i + 1), stated.secretName());
            if (!stated.hosts().isEmpty()) {
                tls.add(claim, hosts(stated, claim.place()));
            } else if (!tls.add(claim)) {
                tooMany++;
            } else if (hostsOfRules.isEmpty() || hostsOfRules.equals(Set.of(""))) {
                rejectNameless(claim.place());
            }
        }
        if (tooMany > 0) {
            reject(
                    "tls",
                    "has more than "
                            + TlsClaims.MOST_WITHOUT_HOSTS
                            + " entries without hosts, each for all hosts of the rules",
                    "write the hosts of each; the last " + tooMany);
        }
        return tls;
    }

    private Set<String> hosts(TlsModel stated, String place) {
        Set<String> names = new HashSet<>();
        for (String host : stated.hosts()) {
            try {
                names.add(HostNames.normalise(host));
            } catch (UnfitException e) {
                reject(place + " host " + Quoted.of(host), e.reason(), e.remedy());
            }
        }
        if (names.remove("") && names.isEmpty()) {
            rejectNameless(place);
        }
        return names;
    }

    private void rejectNameless(String place) {
        reject(place, "names no host, and no rule does", "write the hosts");
    }

    private @Nullable ClusterKey target(String place, BackendModel backend) {
        return switch (backend) {
            case BackendModel.ToService to -> pods.cluster(to.service(), to.port());
            case BackendModel.Unusable unusable -> {
                reject(place, unusable.reason(), unusable.remedy());
                yield null;
            }
        };
    }

    /** Who states a rule, as the decision table shows it. */
    static String source(ObjectKey ingress, String place) {
        return ingress.path() + " " + place;
    }

    private void reject(String place, String reason, String remedy) {
        rejections.add(Rejection.of(key, place, reason, remedy + "; skipped"));
    }
}
