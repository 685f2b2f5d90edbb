package io.tailrace.core.config;

/**
 * Whether a listener expects the header of the PROXY protocol before anything else.
 *
 * <p>Thread: any (immutable).
 */
public enum ProxyProtocol {
    OFF,
    /** Trusted peers may send it; what does not start with it is taken as it is. */
    OPTIONAL,
    /** Connections without it, or from peers that are not trusted, are closed. */
    REQUIRED
}
