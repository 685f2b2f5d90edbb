package io.tailrace.core.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What the cores are started with.
 *
 * <p>Thread: any (immutable).
 *
 * @param http addresses to accept plain HTTP on, at least one; port 0: one from the kernel
 * @param cores number of core threads, 1 to 256
 * @param bufferBytesPerCore upper bound of pooled direct memory per core, at least 1 MiB
 * @param timeouts how long peers are waited for
 */
public record ProxySettings(
        List<InetSocketAddress> http, int cores, long bufferBytesPerCore, Timeouts timeouts) {
    /** Pooled direct memory per core unless told otherwise. */
    public static final long DEFAULT_BUFFER_BYTES = 64L << 20;

    public ProxySettings {
        http = List.copyOf(http);
        if (http.isEmpty()) {
            throw new IllegalArgumentException("no address to listen on");
        }
        if (cores < 1 || cores > 256) {
            throw new IllegalArgumentException("cores of " + cores + ": from 1 to 256");
        }
        if (bufferBytesPerCore < 1L << 20) {
            throw new IllegalArgumentException(
                    "buffer bytes per core of " + bufferBytesPerCore + ": at least 1 MiB");
        }
    }

    public ProxySettings(List<InetSocketAddress> http, int cores) {
        this(http, cores, DEFAULT_BUFFER_BYTES, Timeouts.defaults());
    }
}
