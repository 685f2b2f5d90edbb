package io.tailrace.control;

import io.tailrace.control.model.BackendModel;
import io.tailrace.control.model.ClassModel;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.IngressModel;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PathModel;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.RuleModel;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import io.tailrace.control.model.TlsModel;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects for tests, all of namespace {@code shop} unless said otherwise. */
public final class Samples {
    public static final String NAMESPACE = "shop";
    public static final String CLASS = "tailrace";

    private Samples() {}

    /** Our IngressClass. */
    public static ClassModel ourClass() {
        return ingressClass(CLASS, ControlSettings.CONTROLLER_NAME, false);
    }

    public static ClassModel ingressClass(String name, String controller, boolean isDefault) {
        return new ClassModel(ObjectKey.ingressClass(name), controller, isDefault, null);
    }

    public static IngressBuilder ingress(String name) {
        return new IngressBuilder(NAMESPACE, name);
    }

    public static IngressBuilder ingress(String namespace, String name) {
        return new IngressBuilder(namespace, name);
    }

    /** An http path; {@code target} is {@code service:port}. */
    public static PathModel path(String pathType, String path, String target) {
        return new PathModel(path, pathType, to(target));
    }

    public static BackendModel to(String target) {
        int colon = target.indexOf(':');
        return new BackendModel.ToService(target.substring(0, colon), target.substring(colon + 1));
    }

    public static ServiceModel service(String name, PortModel... ports) {
        return new ServiceModel(ObjectKey.service(NAMESPACE, name), false, List.of(ports));
    }

    public static PortModel port(String name, int number) {
        return new PortModel(name, number);
    }

    public static SliceModel slice(
            String name, String service, PortModel port, EndpointModel... endpoints) {
        return new SliceModel(
                ObjectKey.slice(NAMESPACE, name),
                service,
                false,
                List.of(port),
                List.of(endpoints));
    }

    public static EndpointModel ready(String address) {
        return new EndpointModel(InetAddress.ofLiteral(address), true, true, false);
    }

    public static EndpointModel terminating(String address) {
        return new EndpointModel(InetAddress.ofLiteral(address), false, true, true);
    }

    public static EndpointModel notReady(String address) {
        return new EndpointModel(InetAddress.ofLiteral(address), false, false, false);
    }

    /** An Ingress of our class, born at second 0. */
    public static final class IngressBuilder {
        private final ObjectKey key;
        private Instant createdAt = Instant.EPOCH;
        private String className = CLASS;
        private String legacyClassName = "";
        private @Nullable BackendModel defaultBackend;
        private final List<RuleModel> rules = new ArrayList<>();
        private final List<TlsModel> tls = new ArrayList<>();
        private final Map<String, String> annotations = new HashMap<>();

        private IngressBuilder(String namespace, String name) {
            this.key = ObjectKey.ingress(namespace, name);
        }

        public IngressBuilder bornAt(long seconds) {
            createdAt = Instant.ofEpochSecond(seconds);
            return this;
        }

        public IngressBuilder undated() {
            createdAt = IngressModel.UNDATED;
            return this;
        }

        public IngressBuilder className(String name) {
            className = name;
            return this;
        }

        public IngressBuilder legacyClassName(String name) {
            legacyClassName = name;
            return this;
        }

        public IngressBuilder defaultBackend(String target) {
            defaultBackend = to(target);
            return this;
        }

        public IngressBuilder defaultBackend(BackendModel backend) {
            defaultBackend = backend;
            return this;
        }

        public IngressBuilder rule(String host, PathModel... paths) {
            rules.add(new RuleModel(host, List.of(paths)));
            return this;
        }

        public IngressBuilder ruleWithoutHttp(String host) {
            rules.add(new RuleModel(host, null));
            return this;
        }

        public IngressBuilder tls(String secretName, String... hosts) {
            tls.add(new TlsModel(List.of(hosts), secretName));
            return this;
        }

        /** An annotation for us, named without its prefix. */
        public IngressBuilder annotation(String name, String value) {
            annotations.put(name, value);
            return this;
        }

        public IngressModel build() {
            return new IngressModel(
                    key,
                    createdAt,
                    className,
                    legacyClassName,
                    defaultBackend,
                    rules,
                    tls,
                    annotations);
        }
    }
}
