package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValue;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.RuleModel;
import io.tailrace.control.model.TlsModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ingress ({@code networking.k8s.io/v1}) to {@link IngressModel}.
 *
 * <p>Thread: any (stateless).
 */
final class IngressReader {
    private static final String LEGACY_CLASS = "kubernetes.io/ingress.class";
    private static final String NAME_A_PORT = "write service.port.number or service.port.name";

    private IngressReader() {}

    static IngressModel read(Ingress ingress) throws UnreadableException {
        ObjectKey key = Fields.key(Kind.INGRESS, ingress.getMetadata());
        IngressSpec spec = Fields.present(ingress.getSpec(), "spec");
        return new IngressModel(
                key,
                Fields.createdAt(ingress.getMetadata(), IngressModel.UNDATED),
                Fields.text(spec.getIngressClassName()),
                Fields.annotation(ingress.getMetadata(), LEGACY_CLASS),
                spec.getDefaultBackend() == null ? null : backend(spec.getDefaultBackend()),
                rules(spec),
                tls(spec),
                ours(ingress.getMetadata().getAnnotations()));
    }

    private static List<RuleModel> rules(IngressSpec spec) throws UnreadableException {
        List<RuleModel> rules = new ArrayList<>();
        List<IngressRule> stated = Fields.list(spec.getRules(), "spec.rules");
        for (int i = 0; i < stated.size(); i++) {
            IngressRule rule = stated.get(i);
            rules.add(
                    new RuleModel(
                            Fields.text(rule.getHost()),
                            paths(rule.getHttp(), "spec.rules[" + i + "].http.paths")));
        }
        return rules;
    }

    private static List<TlsModel> tls(IngressSpec spec) throws UnreadableException {
        List<TlsModel> entries = new ArrayList<>();
        List<IngressTLS> stated = Fields.list(spec.getTls(), "spec.tls");
        for (int i = 0; i < stated.size(); i++) {
            entries.add(
                    new TlsModel(
                            Fields.list(stated.get(i).getHosts(), "spec.tls[" + i + "].hosts"),
                            Fields.text(stated.get(i).getSecretName())));
        }
        return entries;
    }

    private static Map<String, String> ours(@Nullable Map<String, String> annotations) {
        Map<String, String> ours = new HashMap<>();
        if (annotations != null) {
            annotations.forEach(
                    (name, value) -> {
                        if (name.startsWith(IngressModel.OUR_ANNOTATIONS)) {
                            String rest = name.substring(IngressModel.OUR_ANNOTATIONS.length());
                            ours.put(rest, Fields.cut(value));
                        }
                    });
        }
        return ours;
    }

    private static @Nullable List<PathModel> paths(
            @Nullable HTTPIngressRuleValue http, String place) throws UnreadableException {
        if (http == null) {
            return null;
        }
        List<PathModel> paths = new ArrayList<>();
        for (HTTPIngressPath path : Fields.list(http.getPaths(), place)) {
            paths.add(
                    new PathModel(
                            Fields.text(path.getPath()),
                            Fields.text(path.getPathType()),
                            backend(path.getBackend())));
        }
        return paths;
    }

    private static BackendModel backend(@Nullable IngressBackend backend) {
        if (backend != null && backend.getResource() != null) {
            return new BackendModel.Unusable("resource backends are not served", "name a service");
        }
        IngressServiceBackend service = backend == null ? null : backend.getService();
        String name = service == null ? "" : Fields.text(service.getName());
        if (service == null || name.isEmpty()) {
            return new BackendModel.Unusable("the backend names no service", "name a service");
        }
        if (!Fields.isServiceName(name)) {
            return new BackendModel.Unusable(
                    Quoted.of(name) + " is not a service name", "correct the name");
        }
        return toPort(name, service.getPort());
    }

    private static BackendModel toPort(String service, @Nullable ServiceBackendPort port) {
        String name = port == null ? "" : Fields.text(port.getName());
        Integer number = port == null ? null : port.getNumber();
        if (number != null && number == 0 && !name.isEmpty()) {
            number = null; // a zero value that some encoders write for the member not used
        }
        if (number != null && !name.isEmpty()) {
            return new BackendModel.Unusable(
                    "the backend's port has a number and a name", "write one of them");
        }
        if (number != null) {
            return Fields.isPort(number)
                    ? new BackendModel.ToService(service, number.toString())
                    : new BackendModel.Unusable(
                            "port number " + number + " is not 1 to 65535", "correct the number");
        }
        if (name.isEmpty()) {
            return new BackendModel.Unusable(
                    "the backend names no port of service " + service, NAME_A_PORT);
        }
        return Fields.isPortName(name)
                ? new BackendModel.ToService(service, name)
                : new BackendModel.Unusable(Quoted.of(name) + " is not a port name", NAME_A_PORT);
    }
}
