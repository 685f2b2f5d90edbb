package io.tailrace.control.compile;

/**
 * How Services come to endpoints.
 *
 * <p>Thread: any (immutable).
 *
 * @param node the name of the node that this process runs on, for the hints of EndpointSlices;
 *     empty: not known
 * @param zone that of the node (label {@code topology.kubernetes.io/zone}); empty: not known
 * @param byAddress whether Services are reached by their own address where an Ingress does not say
 * @param localAllowed whether requests may go to addresses of the {@link AddressGuard}
 * @param externalNames whether Services of type ExternalName are served
 */
public record EndpointSettings(
        String node, String zone, boolean byAddress, boolean localAllowed, boolean externalNames) {

    /** Of a process without a cluster: whoever writes the manifests is trusted with addresses. */
    public static final EndpointSettings STANDALONE =
            new EndpointSettings("", "", false, true, false);

    /** Of a process in a cluster, where tenants write Services and EndpointSlices. */
    public static final EndpointSettings CLUSTER =
            new EndpointSettings("", "", false, false, false);
}
