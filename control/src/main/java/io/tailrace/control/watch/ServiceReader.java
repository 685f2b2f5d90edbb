package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.ServiceModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Service ({@code v1}) to {@link ServiceModel}.
 *
 * <p>Thread: any (stateless).
 */
final class ServiceReader {
    private ServiceReader() {}

    static ServiceModel read(Service service) throws UnreadableException {
        ObjectKey key = Fields.key(Kind.SERVICE, service.getMetadata());
        ServiceSpec spec = Fields.present(service.getSpec(), "spec");
        List<PortModel> ports = new ArrayList<>();
        List<ServicePort> stated = Fields.list(spec.getPorts(), "spec.ports");
        for (int i = 0; i < stated.size(); i++) {
            ServicePort port = stated.get(i);
            if (Fields.isTcp(port.getProtocol())) {
                int number = Fields.port(port.getPort(), "spec.ports[" + i + "].port");
                ports.add(new PortModel(Fields.text(port.getName()), number));
            }
        }
        return new ServiceModel(key, "ExternalName".equals(spec.getType()), ports);
    }
}
