package io.tailrace.control.watch;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import io.tailrace.control.model.EndpointModel;
import io.tailrace.control.model.Kind;
import io.tailrace.control.model.ObjectKey;
import io.tailrace.control.model.PortModel;
import io.tailrace.control.model.Quoted;
import io.tailrace.control.model.SliceModel;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * EndpointSlice ({@code discovery.k8s.io/v1}) to {@link SliceModel}. Addresses are read as
 * literals: nothing is ever resolved.
 *
 * <p>Thread: any (stateless).
 */
final class SliceReader {
    static final String SERVICE_NAME = "kubernetes.io/service-name";

    private SliceReader() {}

    static SliceModel read(EndpointSlice slice) throws UnreadableException {
        ObjectKey key = Fields.key(Kind.ENDPOINT_SLICE, slice.getMetadata());
        String type = Fields.text(slice.getAddressType());
        return switch (type) {
            case "IPv4", "IPv6" ->
                    new SliceModel(
                            key, service(slice), false, ports(slice), endpoints(slice, type));
            case "FQDN" -> new SliceModel(key, service(slice), true, ports(slice), List.of());
            default ->
                    throw new UnreadableException(
                            "addressType",
                            type.isEmpty()
                                    ? "is missing, write IPv4 or IPv6"
                                    : Quoted.of(type) + " is not IPv4, IPv6 or FQDN");
        };
    }

    private static String service(EndpointSlice slice) {
        return Fields.label(slice.getMetadata(), SERVICE_NAME);
    }

    private static List<PortModel> ports(EndpointSlice slice) throws UnreadableException {
        List<PortModel> ports = new ArrayList<>();
        List<EndpointPort> stated = Fields.list(slice.getPorts(), "ports");
        for (int i = 0; i < stated.size(); i++) {
            EndpointPort port = stated.get(i);
            // Without a number it means every port, which no Service's slice says.
            if (Fields.isTcp(port.getProtocol()) && port.getPort() != null) {
                int number = Fields.port(port.getPort(), "ports[" + i + "].port");
                ports.add(
                        new PortModel(
                                Fields.text(port.getName()),
                                number,
                                Fields.cut(port.getAppProtocol())));
            }
        }
        return ports;
    }

    private static List<EndpointModel> endpoints(EndpointSlice slice, String type)
            throws UnreadableException {
        List<EndpointModel> endpoints = new ArrayList<>();
        List<Endpoint> stated = Fields.list(slice.getEndpoints(), "endpoints");
        for (int i = 0; i < stated.size(); i++) {
            Endpoint endpoint = stated.get(i);
            String place = "endpoints[" + i + "].addresses";
            List<String> addresses = Fields.list(endpoint.getAddresses(), place);
            if (addresses.isEmpty()) {
                throw new UnreadableException(place, "is missing");
            }
            // The API gives no meaning to addresses after the first.
            InetAddress address = address(addresses.get(0), type, place + "[0]");
            endpoints.add(endpoint(address, endpoint.getConditions(), endpoint.getHints()));
        }
        return endpoints;
    }

    private static EndpointModel endpoint(
            InetAddress address,
            @Nullable EndpointConditions conditions,
            @Nullable EndpointHints hints) {
        return new EndpointModel(
                address,
                conditions == null || Fields.flag(conditions.getReady(), true),
                conditions == null || Fields.flag(conditions.getServing(), true),
                conditions != null && Fields.flag(conditions.getTerminating(), false),
                hints == null ? List.of() : names(hints.getForZones(), ForZone::getName),
                hints == null ? List.of() : names(hints.getForNodes(), ForNode::getName));
    }

    private static <T> List<String> names(
            @Nullable List<T> hints, Function<T, @Nullable String> name) {
        if (hints == null || hints.isEmpty()) {
            return List.of();
        }
        List<String> names = new ArrayList<>(hints.size());
        for (T hint : hints) {
            names.add(hint == null ? "" : Fields.text(name.apply(hint)));
        }
        return names;
    }

    private static InetAddress address(String literal, String type, String place)
            throws UnreadableException {
        InetAddress address = Fields.address(literal);
        boolean fits = "IPv4".equals(type) ? address instanceof Inet4Address : isPlainV6(address);
        if (address == null || !fits) {
            throw new UnreadableException(
                    place, Quoted.of(literal) + " is not an " + type + " address");
        }
        // The API server refuses these; it refuses loopback too, which manifests may name.
        if (address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || address.isLinkLocalAddress()) {
            throw new UnreadableException(
                    place, Quoted.of(literal) + " is not the address of one pod");
        }
        return address;
    }

    private static boolean isPlainV6(@Nullable InetAddress address) {
        return address instanceof Inet6Address v6
                && v6.getScopedInterface() == null
                && v6.getScopeId() == 0;
    }
}
