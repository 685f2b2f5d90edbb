package io.tailrace.control.model;

import java.util.List;

/**
 * A Service ({@code v1}).
 *
 * <p>Thread: any (immutable).
 *
 * @param external it is of type ExternalName: it has no endpoints
 * @param ports TCP ports only
 */
public record ServiceModel(ObjectKey key, boolean external, List<PortModel> ports)
        implements ModelObject {

    public ServiceModel {
        ports = List.copyOf(ports);
    }
}
