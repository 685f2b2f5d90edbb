package io.tailrace.core.config;

import java.net.InetSocketAddress;

/**
 * Where a listener accepts HTTP, and how connections begin there.
 *
 * <p>Thread: any (immutable).
 *
 * @param address resolved; port 0: one from the kernel
 * @param tls whether HTTP comes over TLS, behind the PROXY header if there is one
 */
public record ListenAddress(InetSocketAddress address, ProxyProtocol proxyProtocol, boolean tls) {}
