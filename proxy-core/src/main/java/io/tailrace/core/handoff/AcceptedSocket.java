package io.tailrace.core.handoff;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.SocketChannel;

/**
 * A socket between accept and registration, on its way from the core that accepted it to the one
 * that it will live on. It is counted there already.
 *
 * <p>Thread: handoff. Owner: who accepted it, then the mailbox, then the core that polls it.
 *
 * @param channel not registered with any selector
 * @param listener index of the listener that accepted it, the same on every core
 */
public record AcceptedSocket(SocketChannel channel, int listener) {
    private static final Logger LOG = System.getLogger(AcceptedSocket.class.getName());

    /** Nobody takes it. */
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "close", e);
        }
    }
}
