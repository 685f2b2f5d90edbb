package io.tailrace.core.transport;

import io.tailrace.core.loop.Readiness;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * A real socket.
 *
 * <p>Thread: core.
 */
public final class NioWire implements Wire {
    private static final Logger LOG = System.getLogger(NioWire.class.getName());

    private final SocketChannel channel;
    private final SelectionKey key;

    private NioWire(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /**
     * Registers an accepted socket for reading; {@link #attach} follows before the next select. On
     * failure the socket is closed.
     */
    public static NioWire accepted(SocketChannel channel, Selector selector) throws IOException {
        return registered(channel, selector, SelectionKey.OP_READ);
    }

    /**
     * Starts to connect; readiness for {@link SelectionKey#OP_CONNECT} tells the end. On failure
     * the socket is closed.
     *
     * @throws NoSocketException when there is no descriptor
     */
    public static NioWire connecting(InetSocketAddress address, Selector selector)
            throws IOException {
        SocketChannel channel = open(address);
        NioWire wire = registered(channel, selector, SelectionKey.OP_CONNECT);
        try {
            channel.connect(address);
            return wire;
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    private static SocketChannel open(InetSocketAddress address) throws NoSocketException {
        try {
            return SocketChannel.open(familyOf(address));
        } catch (IOException e) {
            throw new NoSocketException(e);
        }
    }

    /**
     * An IPv4 address gets an IPv4 socket: the JDK's default is an IPv6 one, whose mapping costs on
     * each call.
     */
    public static ProtocolFamily familyOf(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private static NioWire registered(SocketChannel channel, Selector selector, int ops)
            throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new NioWire(channel, channel.register(selector, ops));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void attach(Readiness readiness) {
        key.attach(readiness);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public boolean finishConnect() throws IOException {
        return channel.finishConnect();
    }

    @Override
    public void interest(int ops) {
        if (key.isValid()) {
            key.interestOps(ops);
        }
    }

    @Override
    public void acknowledge() {
        try {
            // On Linux only.
            if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
                channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            }
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "acknowledge", e);
        }
    }

    @Override
    public void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "shutdown of output", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "close", e);
        }
    }

    @Override
    public void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "linger option", e);
        }
        close();
    }
}
