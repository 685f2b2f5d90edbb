package io.tailrace.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection that sends bytes in pieces and takes whatever comes until the end. */
final class WireClient {
    private static final int TIMEOUT_MS = 20_000;

    private final InetSocketAddress proxy;
    private final Barrier barrier;

    WireClient(InetSocketAddress proxy, Barrier barrier) {
        this.proxy = proxy;
        this.barrier = barrier;
    }

    /**
     * What the proxy sends up to the end of the connection, in ISO-8859-1.
     *
     * @param from own address
     * @param half whether our side ends behind the bytes
     */
    String exchange(String from, byte[] wire, Pieces pieces, boolean half) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(proxy, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            pieces.send(wire, socket.getOutputStream(), barrier);
            if (half) {
                socket.shutdownOutput();
            }
            return readAll(socket.getInputStream());
        }
    }

    private static String readAll(InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] some = new byte[8192];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            // A reset ends it as well.
        }
        return all.toString();
    }
}
