package io.tailrace.core.listen;

import io.tailrace.core.arrival.Arrivals;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.loop.CoreLoop;
import io.tailrace.core.loop.Readiness;
import io.tailrace.core.loop.Timer;
import io.tailrace.core.transport.NioWire;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetAddress;
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
    private final ListenAddress listen;
    private final Arrivals arrivals;
    private final ConnectionCount count;
    private final int port;
    private final Timer timer = new Timer(this);
    private final SelectionKey key;
    private boolean paused;

    /**
     * @param channel bound; owned by the listener from now on
     */
    public Listener(
            CoreLoop loop,
            ServerSocketChannel channel,
            ListenAddress listen,
            Arrivals arrivals,
            ConnectionCount count)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.listen = listen;
        this.arrivals = arrivals;
        this.count = count;
        this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        channel.configureBlocking(false);
        this.key = channel.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void onReady(int readyOps) {
        if (!count.hasRoom()) {
            // Somebody waits, and others may have become idle since the last accept.
            arrivals.makeRoom();
        }
        if (count.isHeld(loop.duty().nowNs())) {
            pause("no descriptor is left for connections to pods");
            return;
        }
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (!count.hasRoom()) {
                pause("the connection limit is reached");
                return;
            }
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (IOException e) {
                // No descriptor left, most likely.
                pause(String.valueOf(e.getMessage()));
                return;
            }
            if (accepted == null) {
                return;
            }
            if (paused) {
                paused = false;
                LOG.log(Logger.Level.INFO, "accept on port " + port + " goes on");
            }
            take(accepted);
        }
    }

    /**
     * The connections stay in the kernel's queue and the key stays ready: look away for a while.
     */
    private void pause(String reason) {
        if (!paused) {
            paused = true;
            LOG.log(Logger.Level.WARNING, "accept on port " + port + " pauses: " + reason);
        }
        key.interestOps(0);
        loop.timers().set(timer, loop.duty().nowNs() + PAUSE_NS);
    }

    private void take(SocketChannel accepted) {
        try {
            InetAddress peer = ((InetSocketAddress) accepted.getRemoteAddress()).getAddress();
            NioWire wire = NioWire.accepted(accepted, loop.selector());
            arrivals.arrive(wire, peer, port, listen);
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
