package io.tailrace.core.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What the cores are started with.
 *
 * <p>Thread: any (immutable).
 *
 * @param listen where to accept HTTP, at least one
 * @param cores number of core threads, 1 to 256
 * @param bufferBytesPerCore upper bound of pooled direct memory per core, at least 1 MiB
 * @param timeouts how long peers are waited for
 * @param limits how much is taken from them
 * @param trusted peers whose forwarded fields and PROXY headers are believed
 * @param tls for the listeners that speak it
 */
public record ProxySettings(
        List<ListenAddress> listen,
        int cores,
        long bufferBytesPerCore,
        Timeouts timeouts,
        Limits limits,
        List<Cidr> trusted,
        TlsSettings tls) {
    /** A head that is incomplete has to leave room for one more TLS record. */
    private static final int MAX_HEAD_BYTES_OVER_TLS = 48 * 1024;

    /** Pooled direct memory per core unless told otherwise. */
    public static final long DEFAULT_BUFFER_BYTES = 64L << 20;

    public ProxySettings {
        listen = List.copyOf(listen);
        trusted = List.copyOf(trusted);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("no address to listen on");
        }
        if (limits.headBytes() > MAX_HEAD_BYTES_OVER_TLS
                && listen.stream().anyMatch(ListenAddress::tls)) {
            throw new IllegalArgumentException(
                    "head bytes of "
                            + limits.headBytes()
                            + ": at most "
                            + MAX_HEAD_BYTES_OVER_TLS
                            + " where there is TLS");
        }
        if (trusted.isEmpty() && listen.stream().anyMatch(ProxySettings::wantsHeader)) {
            throw new IllegalArgumentException(
                    "the PROXY protocol needs peers that are trusted: name the load balancers'"
                            + " addresses with --trusted-cidr");
        }
        if (cores < 1 || cores > 256) {
            throw new IllegalArgumentException("cores of " + cores + ": from 1 to 256");
        }
        if (bufferBytesPerCore < 1L << 20) {
            throw new IllegalArgumentException(
                    "buffer bytes per core of " + bufferBytesPerCore + ": at least 1 MiB");
        }
    }

    /** The documented defaults. */
    public ProxySettings(List<InetSocketAddress> http, int cores) {
        this(http, cores, Timeouts.defaults(), Limits.defaults());
    }

    /** The documented defaults, but for time-outs and limits. */
    public ProxySettings(
            List<InetSocketAddress> http, int cores, Timeouts timeouts, Limits limits) {
        this(
                http.stream().map(a -> new ListenAddress(a, ProxyProtocol.OFF, false)).toList(),
                cores,
                DEFAULT_BUFFER_BYTES,
                timeouts,
                limits,
                List.of(),
                TlsSettings.defaults());
    }

    private static boolean wantsHeader(ListenAddress listen) {
        return listen.proxyProtocol() != ProxyProtocol.OFF;
    }

    /** Whether any listener speaks TLS. */
    public boolean usesTls() {
        return listen.stream().anyMatch(ListenAddress::tls);
    }

    /** Whether this peer's forwarded fields and PROXY headers are believed. */
    public boolean trusts(InetAddress peer) {
        for (Cidr range : trusted) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** One core's share of the requests in flight to one endpoint, 1 or more. */
    public int requestsPerEndpointAndCore() {
        return Math.max(1, limits.requestsPerEndpoint() / cores);
    }
}
