package io.tailrace.control.compile;

import static io.tailrace.control.Samples.ingress;
import static io.tailrace.control.Samples.path;

import io.tailrace.control.ControlSettings;
import io.tailrace.control.OpenSsl.Certified;
import io.tailrace.control.Samples;
import io.tailrace.control.Samples.IngressBuilder;
import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Edits of a model by chance, of few names, so that most of them meet: Ingresses that share hosts,
 * wildcards, ages, certificates and Secrets, classes with parameters, default backends.
 */
final class AnyEdits {
    private static final String[] NAMESPACES = {"n0", "n1"};
    private static final String[] HOSTS = {
        "",
        "a.example",
        "b.example",
        "C.example.",
        "*.example",
        "x.a.example",
        "*.a.example",
        "bad_host",
        "localhost"
    };
    private static final String[] ANNOTATIONS = {
        "ssl-redirect=false",
        "ssl-redirect=maybe",
        "force-ssl-redirect=true",
        "auth-tls-secret=s0",
        "auth-tls-secret=s1",
        "auth-tls-secret=n0/s2",
        "auth-tls-verify-client=off",
        "auth-tls-verify-client=optional_no_ca",
        "auth-tls-verify-depth=2",
        "backend-protocol=HTTPS",
        "backend-protocol=https",
        "backend-protocol=Https",
        "proxy-ssl-secret=s0",
        "proxy-ssl-secret=s1",
        "proxy-ssl-verify=on",
        "proxy-ssl-verify=on",
        "proxy-ssl-verify-depth=2",
        "default-backend=s0",
        "default-backend=s1:http",
        "default-backend=s2:81",
        "default-backend=n1/s2",
        "service-upstream=true",
        "service-upstream=no",
        "load-balance=round-robin",
        "load-balance=ip-hash",
        "request-body-max-size=1MiB",
        "response-head-timeout=3s",
        "no-such=1"
    };

    private final Random random;
    private final List<Certified> certificates;

    AnyEdits(Random random, List<Certified> certificates) {
        this.random = random;
        this.certificates = certificates;
    }

    /** One edit; it may have no effect. */
    void edit(Model model) {
        int kind = random.nextInt(26);
        if (kind == 0) {
            put(model, ObjectKey.ingressClass("c" + random.nextInt(2)), this::anyClass);
        } else if (kind == 1) {
            put(model, new ObjectKey(Kind.CONFIG_MAP, "n0", "p"), this::anyParameters);
        } else if (kind < 7) {
            put(model, ObjectKey.secret(one(NAMESPACES), "s" + random.nextInt(3)), this::anySecret);
        } else if (kind < 10) {
            put(model, ObjectKey.service(one(NAMESPACES), service()), this::anyService);
        } else if (kind < 13) {
            put(model, ObjectKey.slice(one(NAMESPACES), "e" + random.nextInt(4)), this::anySlice);
        } else {
            ObjectKey key = ObjectKey.ingress(one(NAMESPACES), "i" + random.nextInt(8));
            put(model, key, this::anyIngress);
        }
    }

    private interface Maker {
        ModelObject make(ObjectKey key);
    }

    private void put(Model model, ObjectKey key, Maker maker) {
        if (chance(4)) {
            model.remove(key);
        } else {
            model.put(maker.make(key));
        }
    }

    private ModelObject anyClass(ObjectKey key) {
        return new ClassModel(
                key,
                chance(5) ? "another" : ControlSettings.CONTROLLER_NAME,
                chance(2),
                chance(2) ? null : new ClassModel.Parameters("", "ConfigMap", "n0", "p"));
    }

    private ModelObject anyParameters(ObjectKey key) {
        return new ConfigMapModel(
                key,
                switch (random.nextInt(4)) {
                    case 0 -> Map.of();
                    case 1 -> Map.of("hsts", "on");
                    case 2 -> Map.of("merge-slashes-for-match", "on", "hsts", "on");
                    default -> Map.of("forwarded", "perhaps");
                });
    }

    private ModelObject anySecret(ObjectKey key) {
        if (chance(4)) {
            return new SecretModel(key, chance(2) ? "other" : "Opaque", "", "", "");
        }
        Certified own = certificates.get(random.nextInt(certificates.size()));
        Certified other = certificates.get(random.nextInt(certificates.size()));
        return new SecretModel(
                key,
                "kubernetes.io/tls",
                own.certificate(),
                chance(6) ? other.key() : own.key(),
                chance(3) ? "" : other.certificate());
    }

    private ModelObject anyService(ObjectKey key) {
        return new ServiceModel(
                key,
                List.of(new PortModel(chance(3) ? "" : "http", chance(6) ? 81 : 80)),
                chance(6),
                "",
                chance(2) ? List.of() : List.of(InetAddress.ofLiteral("10.96.0.1")),
                List.of(),
                chance(6));
    }

    private ModelObject anySlice(ObjectKey key) {
        List<EndpointModel> endpoints = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            endpoints.add(Samples.ready("10.0.0." + random.nextInt(5)));
        }
        return new SliceModel(
                key,
                chance(9) ? "" : service(),
                chance(9),
                List.of(new PortModel(chance(3) ? "" : "http", 8080)),
                endpoints);
    }

    private ModelObject anyIngress(ObjectKey key) {
        IngressBuilder ingress = ingress(key.namespace(), key.name());
        if (chance(4)) {
            ingress.undated();
        } else {
            ingress.bornAt(random.nextInt(3));
        }
        ingress.className(chance(3) ? "" : "c" + random.nextInt(3));
        if (chance(8)) {
            ingress.legacyClassName("c" + random.nextInt(3));
        }
        for (int rule = random.nextInt(4); rule > 0; rule--) {
            if (chance(5)) {
                ingress.ruleWithoutHttp(one(HOSTS));
            } else {
                String type = chance(2) ? "Prefix" : "Exact";
                ingress.rule(
                        one(HOSTS),
                        path(type, "/" + random.nextInt(3), target()),
                        path("Prefix", chance(9) ? "/a/../b" : "/x//y", target()));
            }
        }
        if (chance(3)) {
            ingress.defaultBackend(target());
        } else if (chance(9)) {
            ingress.defaultBackend(new BackendModel.Unusable("is a bucket", "name a service"));
        }
        for (int tls = random.nextInt(3); tls > 0; tls--) {
            String secret = chance(4) ? "" : "s" + random.nextInt(4);
            if (chance(4)) {
                ingress.tls(secret);
            } else {
                ingress.tls(secret, one(HOSTS), one(HOSTS));
            }
        }
        for (int i = chance(2) ? 0 : random.nextInt(7); i > 0; i--) {
            String[] annotation = one(ANNOTATIONS).split("=", -1);
            ingress.annotation(annotation[0], annotation[1]);
        }
        return ingress.build();
    }

    private String target() {
        return service() + ":80";
    }

    private String service() {
        return "s" + random.nextInt(3);
    }

    private String one(String[] some) {
        return some[random.nextInt(some.length)];
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
