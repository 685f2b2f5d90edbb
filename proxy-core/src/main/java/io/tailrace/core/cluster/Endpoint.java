package io.tailrace.core.cluster;

import java.net.InetSocketAddress;

/**
 * One pod address and port of a cluster. The object is its identity: an endpoint that stays in its
 * cluster is the same object in the next snapshot.
 *
 * <p>Thread: any (immutable).
 */
public final class Endpoint {
    private final int id;
    private final InetSocketAddress address;

    /**
     * @param id dense, 0 or more, used inside one turn of a core only; reused once every core has
     *     seen a generation without it
     * @param address resolved
     */
    public Endpoint(int id, InetSocketAddress address) {
        if (id < 0 || address.isUnresolved()) {
            throw new IllegalArgumentException("endpoint " + id + " at " + address);
        }
        this.id = id;
        this.address = address;
    }

    public int id() {
        return id;
    }

    public InetSocketAddress address() {
        return address;
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
