package io.tailrace.core.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Starts connections to pods.
 *
 * <p>Thread: core.
 */
public interface Dialer {
    /**
     * A wire that is connecting and interested in the end of that.
     *
     * @throws NoSocketException when there is no descriptor
     * @throws IOException when there is no way to the address
     */
    Wire dial(InetSocketAddress address) throws IOException;
}
