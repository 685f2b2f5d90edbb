package io.tailrace.core.config;

import java.net.InetSocketAddress;

/**
 * Where a listener accepts plain HTTP, and how connections begin there.
 *
 * <p>Thread: any (immutable).
 *
 * @param address resolved; port 0: one from the kernel
 */
public record ListenAddress(InetSocketAddress address, ProxyProtocol proxyProtocol) {}
