package io.tailrace.core.listen;

import io.tailrace.core.downstream.DownstreamConnections;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.transport.NioWire;
import io.tailrace.http.Origin;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * One bound server socket of one core.
 *
 * <p>Thread: core, except the constructor.
 */
public final class Listener implements Readiness, Timer.Owner {
    private static final Logger LOG = System.getLogger(Listener.class.getName());
    private static final int ACCEPTS_PER_TURN = 64;
    private static final long PAUSE_NS = 100_000_000;

    private final CoreLoop loop;
    private final ServerSocketChannel channel;
    private final DownstreamConnections connections;
    private final int port;
    private final Timer timer = new Timer(this);
    private final SelectionKey key;

    /**
     * @param channel bound; owned by the listener from now on
     */
    public Listener(CoreLoop loop, ServerSocketChannel channel, DownstreamConnections connections)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.connections = connections;
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        channel.configureBlocking(false);
        this.key = channel.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void onReady(int readyOps) {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (IOException e) {
                // No descriptor left, most likely: the connection stays in the backlog and the key
                // stays ready, so look away for a while.
                LOG.log(
                        Logger.Level.WARNING,
                        "accept on port " + port + " paused: " + e.getMessage());
                key.interestOps(0);
                loop.timers().set(timer, loop.duty().nowNs() + PAUSE_NS);
                return;
            }
            if (accepted == null) {
                return;
            }
            take(accepted);
        }
    }

    private void take(SocketChannel accepted) {
        try {
            InetSocketAddress client = (InetSocketAddress) accepted.getRemoteAddress();
            NioWire wire = NioWire.accepted(accepted, loop.selector());
            connections.accept(
                    wire, new Origin(client.getAddress().getHostAddress(), port, false, false));
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "gone between accept and registration", e);
            closeQuietly(accepted);
        }
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "close", e);
        }
    }

    @Override
    public void onDeadline(Timer expired) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void onHandlerFailure() {
        // A listener outlives any single connection.
    }

    /** Accepts nothing more. */
    public void close() {
        loop.timers().remove(timer);
        closeQuietly(channel);
    }
}
