package io.tailrace.control.model;

import java.util.List;

/**
 * An EndpointSlice ({@code discovery.k8s.io/v1}).
 *
 * <p>Thread: any (immutable).
 *
 * @param service the name of the Service of the same namespace that it belongs to (label {@code
 *     kubernetes.io/service-name}); empty: to none
 * @param fqdn its addresses are names, which are not resolved: {@code endpoints} is empty
 * @param ports TCP ports with a number only
 */
public record SliceModel(
        ObjectKey key,
        String service,
        boolean fqdn,
        List<PortModel> ports,
        List<EndpointModel> endpoints)
        implements ModelObject {

    public SliceModel {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }
}
