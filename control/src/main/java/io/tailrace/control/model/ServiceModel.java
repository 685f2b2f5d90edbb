package io.tailrace.control.model;

import java.net.InetAddress;
import java.util.List;

/**
 * A Service ({@code v1}).
 *
 * <p>Thread: any (immutable).
 *
 * @param ports TCP ports only
 * @param external it is of type ExternalName: it has no endpoints
 * @param externalName {@code spec.externalName} of such a one, not judged yet; else empty
 * @param addresses its own, those of the family that counts first at first; none if it is headless
 * @param families {@code spec.ipFamilies}: {@code IPv4}, {@code IPv6}, or both in their order;
 *     empty if not stated
 * @param publishesNotReady all its endpoints count as ready
 */
public record ServiceModel(
        ObjectKey key,
        List<PortModel> ports,
        boolean external,
        String externalName,
        List<InetAddress> addresses,
        List<String> families,
        boolean publishesNotReady)
        implements ModelObject {

    public ServiceModel {
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
        families = List.copyOf(families);
    }

    /** One without an address of its own. */
    public ServiceModel(ObjectKey key, boolean external, List<PortModel> ports) {
        this(key, ports, external, "", List.of(), List.of(), false);
    }
}
