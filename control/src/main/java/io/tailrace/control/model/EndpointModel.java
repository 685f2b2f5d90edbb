package io.tailrace.control.model;

import java.net.InetAddress;

/**
 * One endpoint of an EndpointSlice, its conditions read as the API says: not stated is ready,
 * serving, not terminating.
 *
 * <p>Thread: any (immutable).
 */
public record EndpointModel(
        InetAddress address, boolean ready, boolean serving, boolean terminating) {}
