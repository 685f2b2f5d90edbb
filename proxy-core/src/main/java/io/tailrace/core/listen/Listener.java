package io.tailrace.core.listen;

import io.tailrace.core.arrival.Arrivals;
import io.tailrace.core.config.ListenAddress;
import io.tailrace.core.handoff.AcceptedSocket;
import io.tailrace.core.handoff.ConnectionCount;
import io.tailrace.core.handoff.Counter;
import io.tailrace.core.handoff.GroupState;
import io.tailrace.core.handoff.Mailbox;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bound server socket of one core. The kernel spreads connections over the cores' sockets by a
 * hash, which leaves some cores with many and some with none where there are few: a socket that
 * would add to that is handed over, once and before it is registered.
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
    private final List<Mailbox> mailboxes;
    private final int index;
    private final int port;
    private final Timer timer = new Timer(this);
    private final SelectionKey key;
    private boolean paused;

    /**
     * @param channel bound; owned by the listener from now on
     * @param index of this listener among its core's, the same on every core
     */
    public Listener(
            CoreLoop loop,
            ServerSocketChannel channel,
            ListenAddress listen,
            int index,
            Arrivals arrivals,
            GroupState group)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.listen = listen;
        this.arrivals = arrivals;
        this.index = index;
        this.count = group.connections();
        this.mailboxes = group.mailboxes();
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
            if (!count.claim()) {
                pause("the connection limit is reached");
                return;
            }
            SocketChannel accepted = accept();
            if (accepted == null) {
                count.unclaim();
                return;
            }
            if (paused) {
                paused = false;
                LOG.log(Logger.Level.INFO, "accept on port " + port + " goes on");
            }
            place(accepted);
        }
    }

    /** The next connection; null when there is none, or none can be accepted. */
    private @Nullable SocketChannel accept() {
        try {
            return channel.accept();
        } catch (IOException e) {
            // No descriptor left, most likely.
            pause(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void place(SocketChannel accepted) {
        int own = loop.core();
        int core = count.place(own);
        if (core == own) {
            take(accepted);
        } else if (mailboxes.get(core).pass(new AcceptedSocket(accepted, index))) {
            loop.stats().increment(Counter.DOWNSTREAM_HANDED_OVER);
        } else {
            count.move(core, own);
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

    /** Registers an accepted socket that is counted on this core. */
    public void take(SocketChannel accepted) {
        try {
            InetAddress peer = ((InetSocketAddress) accepted.getRemoteAddress()).getAddress();
            NioWire wire = NioWire.accepted(accepted, loop.selector());
            arrivals.arrive(wire, peer, port, listen);
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "gone between accept and registration", e);
            count.close(loop.core(), null);
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
