package io.tailrace.control.watch;

import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.ConfigMapModel;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ModelObject;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.RuleModel;
import io.tailrace.control.model.SecretModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Model records as Kubernetes objects, which {@link DocumentReader} reads as the same records
 * again.
 *
 * <p>Thread: any (stateless).
 */
public final class ObjectWriter {
    private static final String CONTROLLER_ANNOTATION = "kubernetes.io/ingress.class";

    private ObjectWriter() {}

    /** The object on one line of JSON; null for a Secret, which is not written anywhere. */
    public static @Nullable String write(ModelObject object) {
        Map<String, Object> fields =
                switch (object) {
                    case IngressModel ingress -> ingress(ingress);
                    case ClassModel ingressClass -> ingressClass(ingressClass);
                    case ConfigMapModel configMap ->
                            with(head(configMap), "data", configMap.data());
                    case ServiceModel service -> service(service);
                    case SliceModel slice -> slice(slice);
                    case SecretModel _ -> null;
                };
        return fields == null ? null : AnswerReader.MAPPER.writeValueAsString(fields);
    }

    private static Map<String, Object> head(ModelObject object) {
        ObjectKey key = object.key();
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", key.name());
        if (key.kind() != Kind.INGRESS_CLASS) {
            metadata.put("namespace", key.namespace());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("apiVersion", key.kind().apiVersion());
        fields.put("kind", key.kind().title());
        fields.put("metadata", metadata);
        return fields;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> metadata(Map<String, Object> object) {
        return (Map<String, Object>) Objects.requireNonNull(object.get("metadata"));
    }

    private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
        fields.put(name, value);
        return fields;
    }

    private static Map<String, Object> ingress(IngressModel ingress) {
        Map<String, Object> object = head(ingress);
        Map<String, String> annotations = new LinkedHashMap<>();
        ingress.annotations()
                .forEach(
                        (name, value) ->
                                annotations.put(IngressModel.OUR_ANNOTATIONS + name, value));
        if (!ingress.legacyClassName().isEmpty()) {
            annotations.put(CONTROLLER_ANNOTATION, ingress.legacyClassName());
        }
        metadata(object).put("annotations", annotations);
        if (!ingress.createdAt().equals(IngressModel.UNDATED)) {
            metadata(object).put("creationTimestamp", ingress.createdAt().toString());
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        if (!ingress.className().isEmpty()) {
            spec.put("ingressClassName", ingress.className());
        }
        if (ingress.defaultBackend() != null) {
            spec.put("defaultBackend", backend(ingress.defaultBackend()));
        }
        spec.put("rules", each(ingress.rules(), ObjectWriter::rule));
        spec.put(
                "tls",
                each(
                        ingress.tls(),
                        tls -> Map.of("hosts", tls.hosts(), "secretName", tls.secretName())));
        return with(object, "spec", spec);
    }

    private static Map<String, Object> rule(RuleModel rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("host", rule.host());
        List<PathModel> paths = rule.paths();
        if (paths != null) {
            fields.put("http", Map.of("paths", each(paths, ObjectWriter::path)));
        }
        return fields;
    }

    private static Map<String, Object> path(PathModel path) {
        return Map.of(
                "path",
                path.path(),
                "pathType",
                path.pathType(),
                "backend",
                backend(path.backend()));
    }

    /** One that names no service port reads as one that names none. */
    private static Map<String, Object> backend(BackendModel backend) {
        return switch (backend) {
            case BackendModel.Unusable _ -> Map.of();
            case BackendModel.ToService(String service, String port) ->
                    Map.of("service", Map.of("name", service, "port", port(port)));
        };
    }

    private static Map<String, Object> port(String port) {
        return port.chars().allMatch(Character::isDigit)
                ? Map.of("number", Integer.valueOf(port))
                : Map.of("name", port);
    }

    private static Map<String, Object> ingressClass(ClassModel ingressClass) {
        Map<String, Object> object = head(ingressClass);
        if (ingressClass.isDefault()) {
            metadata(object).put("annotations", Map.of(ClassReader.IS_DEFAULT, "true"));
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("controller", ingressClass.controller());
        ClassModel.Parameters parameters = ingressClass.parameters();
        if (parameters != null) {
            spec.put(
                    "parameters",
                    Map.of(
                            "apiGroup",
                            parameters.apiGroup(),
                            "kind",
                            parameters.kind(),
                            "namespace",
                            parameters.namespace(),
                            "name",
                            parameters.name()));
        }
        return with(object, "spec", spec);
    }

    private static Map<String, Object> service(ServiceModel service) {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (service.external()) {
            spec.put("type", "ExternalName");
            spec.put("externalName", service.externalName());
        }
        spec.put("clusterIPs", service.addresses().stream().map(ObjectWriter::literal).toList());
        spec.put("ipFamilies", service.families());
        spec.put("publishNotReadyAddresses", service.publishesNotReady());
        spec.put("ports", each(service.ports(), port -> portOf(port, "port")));
        return with(head(service), "spec", spec);
    }

    private static Map<String, Object> portOf(PortModel port, String number) {
        return Map.of(
                "name", port.name(), number, port.number(), "appProtocol", port.appProtocol());
    }

    private static Map<String, Object> slice(SliceModel slice) {
        Map<String, Object> object = head(slice);
        metadata(object).put("labels", Map.of(SliceReader.SERVICE_NAME, slice.service()));
        object.put("addressType", addressType(slice));
        object.put("ports", each(slice.ports(), port -> portOf(port, "port")));
        return with(object, "endpoints", each(slice.endpoints(), ObjectWriter::endpoint));
    }

    private static String addressType(SliceModel slice) {
        if (slice.fqdn()) {
            return "FQDN";
        }
        return slice.endpoints().stream().anyMatch(one -> one.address() instanceof Inet6Address)
                ? "IPv6"
                : "IPv4";
    }

    private static Map<String, Object> endpoint(EndpointModel endpoint) {
        return Map.of(
                "addresses",
                List.of(literal(endpoint.address())),
                "hints",
                Map.of("forZones", names(endpoint.zones()), "forNodes", names(endpoint.nodes())),
                "conditions",
                Map.of(
                        "ready",
                        endpoint.ready(),
                        "serving",
                        endpoint.serving(),
                        "terminating",
                        endpoint.terminating()));
    }

    private static String literal(InetAddress address) {
        return address.getHostAddress();
    }

    private static List<Object> names(List<String> names) {
        return each(names, name -> Map.of("name", name));
    }

    private static <T> List<Object> each(List<T> values, Function<T, Map<String, Object>> write) {
        List<Object> written = new ArrayList<>(values.size());
        values.forEach(value -> written.add(write.apply(value)));
        return written;
    }
}
