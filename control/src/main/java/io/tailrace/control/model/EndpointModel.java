package io.tailrace.control.model;

import java.net.InetAddress;
import java.util.List;

/**
 * One endpoint of an EndpointSlice, its conditions read as the API says: not stated is ready,
 * serving, not terminating.
 *
 * <p>Thread: any (immutable).
 *
 * @param zones for which it is meant ({@code hints.forZones}); empty: for all
 * @param nodes for which it is meant ({@code hints.forNodes}); empty: for all
 */
public record EndpointModel(
        InetAddress address,
        boolean ready,
        boolean serving,
        boolean terminating,
        List<String> zones,
        List<String> nodes) {

    public EndpointModel {
        zones = List.copyOf(zones);
        nodes = List.copyOf(nodes);
    }

    /** One without hints. */
    public EndpointModel(InetAddress address, boolean ready, boolean serving, boolean terminating) {
        this(address, ready, serving, terminating, List.of(), List.of());
    }
}
