package io.tailrace.deploy;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Waits until a proxy of one core has read everything that was sent to it before: a request of ours
 * is answered by the same thread, later. Two requests, since the first may be answered in the turn
 * in which a new connection was accepted and not read yet.
 */
final class Barrier implements AutoCloseable {
    /** The host of a rule whose service has no endpoint: answered without a pod. */
    static final String HOST = "barrier.test";

    private final RawConnection connection;

    Barrier(InetSocketAddress proxy) throws IOException {
        connection = new RawConnection(proxy);
    }

    synchronized void pass() throws IOException {
        for (int i = 0; i < 2; i++) {
            RawResponse response = connection.get(HOST, "/");
            if (response.status() != 503) {
                throw new IOException("unexpected: " + response.head());
            }
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
