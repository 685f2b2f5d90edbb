package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.ServiceModel;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Service ({@code v1}) to {@link ServiceModel}.
 *
 * <p>Thread: any (stateless).
 */
final class ServiceReader {
    private static final String HEADLESS = "None";

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
                ports.add(
                        new PortModel(
                                Fields.text(port.getName()),
                                number,
                                Fields.cut(port.getAppProtocol())));
            }
        }
        boolean external = "ExternalName".equals(spec.getType());
        return new ServiceModel(
                key,
                ports,
                external,
                external ? Fields.text(spec.getExternalName()) : "",
                external ? List.of() : addresses(spec),
                Fields.list(spec.getIpFamilies(), "spec.ipFamilies"),
                Fields.flag(spec.getPublishNotReadyAddresses(), false));
    }

    private static List<InetAddress> addresses(ServiceSpec spec) throws UnreadableException {
        List<String> stated = Fields.list(spec.getClusterIPs(), "spec.clusterIPs");
        List<InetAddress> addresses = new ArrayList<>(2);
        for (int i = 0; i < stated.size(); i++) {
            add(stated.get(i), "spec.clusterIPs[" + i + "]", addresses);
        }
        if (stated.isEmpty()) {
            add(Fields.text(spec.getClusterIP()), "spec.clusterIP", addresses);
        }
        return addresses;
    }

    private static void add(String stated, String place, List<InetAddress> addresses)
            throws UnreadableException {
        if (stated.isEmpty() || stated.equals(HEADLESS)) {
            return;
        }
        InetAddress address = Fields.address(stated);
        if (address == null) {
            throw new UnreadableException(place, Quoted.of(stated) + " is not an address");
        }
        addresses.add(address);
    }
}
