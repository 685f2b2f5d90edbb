package io.tailrace.control.compile;

import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.Model;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.Rejection;
import io.tailrace.control.model.ServiceModel;
import io.tailrace.control.model.SliceModel;
import io.tailrace.core.route.ClusterKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Service port to the endpoints that serve it: the port's name leads from the Service to its
 * slices, and {@link ReadyEndpoints} says which of their endpoints count. Or to the Service's own
 * address, if that is how it is reached, or to those of its external name.
 *
 * <p>Thread: control.
 */
final class EndpointResolver {
    static final Comparator<InetSocketAddress> ADDRESS_ORDER =
            Comparator.comparing(
                            (InetSocketAddress address) -> address.getAddress().getAddress(),
                            Arrays::compareUnsigned)
                    .thenComparingInt(InetSocketAddress::getPort);

    private static final String ALLOW = "or allow such addresses: --allow-local-endpoints on";

    private final EndpointSettings settings;
    private final ExternalServices externals;

    EndpointResolver(EndpointSettings settings, ExternalAddresses externals) {
        this.settings = settings;
        this.externals = new ExternalServices(settings, externals);
    }

    static ObjectKey service(ClusterKey cluster) {
        return ObjectKey.service(cluster.namespace(), cluster.service());
    }

    Resolution resolve(ClusterKey cluster, Model model) {
        ObjectKey key = service(cluster);
        ServiceModel service = model.service(key);
        if (service == null) {
            return Resolution.none(key + " does not exist", "create it or correct the name");
        }
        if (service.external()) {
            return externals.resolve(service, cluster.port());
        }
        PortModel port = port(service, cluster.port());
        if (port == null) {
            return Resolution.none(
                    key
                            + " has no TCP port"
                            + (cluster.port().isEmpty() ? "" : " " + cluster.port()),
                    service.ports().isEmpty()
                            ? "add the port to it"
                            : "write one of its ports" + ports(service.ports()));
        }
        return cluster.byAddress()
                ? ownAddress(service, port)
                : endpoints(service, port, model.slicesOf(key));
    }

    /**
     * @param stated empty: the first one
     */
    static @Nullable PortModel port(ServiceModel service, String stated) {
        for (PortModel port : service.ports()) {
            if (stated.isEmpty()
                    || stated.equals(port.name())
                    || stated.equals(Integer.toString(port.number()))) {
                return port;
            }
        }
        return null;
    }

    private Resolution ownAddress(ServiceModel service, PortModel port) {
        if (service.addresses().isEmpty()) {
            return Resolution.none(
                    service.key() + " has no address of its own: it is headless",
                    "have its pods chosen here (annotation service-upstream: \"false\"),"
                            + " or give it an address");
        }
        InetAddress address = service.addresses().getFirst();
        String refusal = settings.localAllowed() ? null : AddressGuard.refusal(address);
        if (refusal != null) {
            return Resolution.none(
                    service.key() + ": " + address.getHostAddress() + " is " + refusal,
                    "give it another, " + ALLOW);
        }
        return new Resolution(
                List.of(new InetSocketAddress(address, port.number())), null, List.of());
    }

    private Resolution endpoints(ServiceModel service, PortModel port, List<SliceModel> slices) {
        ReadyEndpoints endpoints = new ReadyEndpoints(service, settings);
        List<Rejection> rejections = new ArrayList<>();
        boolean portFound = false;
        for (SliceModel slice : slices) {
            if (slice.fqdn()) {
                rejections.add(
                        Rejection.of(
                                slice.key(),
                                "addressType",
                                "FQDN is not served",
                                "write IPv4 or IPv6; skipped"));
                continue;
            }
            tellOfRefused(slice, rejections);
            for (PortModel slicePort : slice.ports()) {
                if (slicePort.name().equals(port.name())) {
                    portFound = true;
                    endpoints.add(slice, slicePort.number());
                }
            }
        }
        // A slice without endpoints or ports is what a service without pods has.
        boolean misnamed =
                !portFound
                        && slices.stream()
                                .anyMatch(s -> !s.endpoints().isEmpty() && !s.ports().isEmpty());
        if (misnamed) {
            return new Resolution(List.of(), misnamed(service.key(), port, slices), rejections);
        }
        return new Resolution(endpoints.addresses(), null, rejections);
    }

    /** Once for a slice, however many there are. */
    private void tellOfRefused(SliceModel slice, List<Rejection> rejections) {
        if (settings.localAllowed()) {
            return;
        }
        for (int i = 0; i < slice.endpoints().size(); i++) {
            EndpointModel endpoint = slice.endpoints().get(i);
            String refusal = AddressGuard.refusal(endpoint.address());
            if (refusal != null) {
                rejections.add(
                        Rejection.of(
                                slice.key(),
                                "endpoints[" + i + "]",
                                endpoint.address().getHostAddress() + " is " + refusal,
                                "write addresses of pods, "
                                        + ALLOW
                                        + "; such endpoints of the slice are skipped"));
                return;
            }
        }
    }

    private static Resolution.Problem misnamed(
            ObjectKey service, PortModel port, List<SliceModel> slices) {
        List<PortModel> stated =
                slices.stream().flatMap(slice -> slice.ports().stream()).distinct().toList();
        return new Resolution.Problem(
                "no endpoint slice of "
                        + service
                        + (port.name().isEmpty()
                                ? " has a port without name"
                                : " has a port named " + Quoted.of(port.name())),
                "name the ports of service and slices alike" + ports(stated));
    }

    private static String ports(List<PortModel> ports) {
        return ports.stream()
                .map(PortModel::toString)
                .collect(Collectors.joining(", ", ", here ", ""));
    }
}
