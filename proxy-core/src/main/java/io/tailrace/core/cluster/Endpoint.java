package io.tailrace.core.cluster;

import io.tailrace.core.tls.UpstreamTls;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One pod address and port of a cluster, and how it is spoken to. The object is its identity: an
 * endpoint that stays in its cluster is the same object in the next snapshot, and what is spoken to
 * in another way is another endpoint.
 *
 * <p>Thread: any (immutable).
 */
public final class Endpoint {
    private final int id;
    private final InetSocketAddress address;
    private final @Nullable UpstreamTls tls;

    /** A pod that is spoken to in clear. */
    public Endpoint(int id, InetSocketAddress address) {
        this(id, address, null);
    }

    /**
     * @param id dense, 0 or more, used inside one turn of a core only; reused once every core has
     *     seen a generation without it
     * @param address resolved
     * @param tls null: in clear
     */
    public Endpoint(int id, InetSocketAddress address, @Nullable UpstreamTls tls) {
        if (id < 0 || address.isUnresolved()) {
            throw new IllegalArgumentException("endpoint " + id + " at " + address);
        }
        this.id = id;
        this.address = address;
        this.tls = tls;
    }

    public int id() {
        return id;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** How it is spoken to; null: in clear. */
    public @Nullable UpstreamTls tls() {
        return tls;
    }

    /**
     * The address as metrics and logs write it: {@code 10.0.0.7:8080} or {@code [fd00::7]:8080}.
     */
    @Override
    public String toString() {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
