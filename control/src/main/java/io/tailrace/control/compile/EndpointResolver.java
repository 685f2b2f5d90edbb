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
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Service port to the endpoints that serve it: the port's name leads from the Service to its
 * slices, whose ready endpoints count; if none is ready, those that still serve while they
 * terminate.
 *
 * <p>Thread: any; a pure function.
 */
final class EndpointResolver {
    private static final Comparator<InetSocketAddress> ADDRESS_ORDER =
            Comparator.comparing(
                            (InetSocketAddress address) -> address.getAddress().getAddress(),
                            Arrays::compareUnsigned)
                    .thenComparingInt(InetSocketAddress::getPort);

    private EndpointResolver() {}

    static ObjectKey service(ClusterKey cluster) {
        return ObjectKey.service(cluster.namespace(), cluster.service());
    }

    static Resolution resolve(ClusterKey cluster, Model model) {
        ObjectKey key = service(cluster);
        ServiceModel service = model.service(key);
        if (service == null) {
            return Resolution.none(key + " does not exist", "create it or correct the name");
        }
        if (service.external()) {
            return Resolution.none(
                    key + " is of type ExternalName, which is not served",
                    "name a service with endpoints");
        }
        PortModel port = port(service, cluster.port());
        if (port == null) {
            return Resolution.none(
                    key + " has no TCP port " + cluster.port(),
                    service.ports().isEmpty()
                            ? "add the port to it"
                            : "write one of its ports" + ports(service.ports()));
        }
        return endpoints(key, port, model.slicesOf(key));
    }

    private static @Nullable PortModel port(ServiceModel service, String stated) {
        for (PortModel port : service.ports()) {
            if (stated.equals(port.name()) || stated.equals(Integer.toString(port.number()))) {
                return port;
            }
        }
        return null;
    }

    private static Resolution endpoints(
            ObjectKey service, PortModel port, List<SliceModel> slices) {
        Set<InetSocketAddress> ready = new TreeSet<>(ADDRESS_ORDER);
        Set<InetSocketAddress> terminating = new TreeSet<>(ADDRESS_ORDER);
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
            for (PortModel slicePort : slice.ports()) {
                if (slicePort.name().equals(port.name())) {
                    portFound = true;
                    collect(slice, slicePort.number(), ready, terminating);
                }
            }
        }
        // A slice without endpoints or ports is what a service without pods has.
        boolean misnamed =
                !portFound
                        && slices.stream()
                                .anyMatch(s -> !s.endpoints().isEmpty() && !s.ports().isEmpty());
        if (misnamed) {
            return new Resolution(List.of(), misnamed(service, port, slices), rejections);
        }
        return new Resolution(List.copyOf(ready.isEmpty() ? terminating : ready), null, rejections);
    }

    private static void collect(
            SliceModel slice,
            int port,
            Collection<InetSocketAddress> ready,
            Collection<InetSocketAddress> terminating) {
        for (EndpointModel endpoint : slice.endpoints()) {
            InetSocketAddress address = new InetSocketAddress(endpoint.address(), port);
            if (endpoint.ready()) {
                ready.add(address);
            } else if (endpoint.serving() && endpoint.terminating()) {
                terminating.add(address);
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
