package io.tailrace.loadtest.churn;

import io.tailrace.loadtest.ResponseReader;
import io.tailrace.loadtest.ResponseReader.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One connection to the proxy with blocking reads: for requests one after another, or for a tunnel.
 *
 * <p>Thread: one virtual thread.
 */
final class ChurnConnection implements AutoCloseable {
    private static final int INPUT_BYTES = 16 * 1024;
    private static final int MAX_LINE_BYTES = 1024;

    private final Socket socket;
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES).flip();
    private final ResponseReader reader;

    ChurnConnection(InetSocketAddress proxy, int timeoutMs) throws IOException {
        this(proxy, timeoutMs, MAX_LINE_BYTES);
    }

    /**
     * @param keptBytes how much of an answer's body is kept
     */
    ChurnConnection(InetSocketAddress proxy, int timeoutMs, int keptBytes) throws IOException {
        reader = new ResponseReader(keptBytes);
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(proxy, timeoutMs);
            socket.setSoTimeout(timeoutMs);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a GET request and reads its answer.
     *
     * @return the answer, complete
     * @throws ClosedByProxyException when the connection ends before the answer begins
     * @throws IOException when the answer is wrong, cut or late
     */
    ResponseReader ask(String host, String target) throws IOException {
        reader.begin(false);
        exchange("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return reader;
    }

    /** As {@link #ask}, with an upgrade wanted; a status of 101 opens the tunnel. */
    ResponseReader askForTunnel(String host, String target) throws IOException {
        reader.beginUpgrade();
        exchange(
                "GET "
                        + target
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nConnection: upgrade\r\nUpgrade: churn\r\n\r\n");
        return reader;
    }

    private void exchange(String request) throws IOException {
        try {
            send(request);
            while (true) {
                Progress progress = reader.read(input);
                if (progress == Progress.COMPLETE) {
                    return;
                } else if (progress == Progress.WRONG) {
                    throw new IOException(String.valueOf(reader.fault()));
                }
                fill();
            }
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException("no complete answer in time");
        } catch (IOException e) {
            if (!reader.started()) {
                throw new ClosedByProxyException(e);
            }
            throw e;
        }
    }

    /** Whether bytes have come that nobody asked for. */
    boolean hasExtra() {
        return input.hasRemaining();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next bytes of the tunnel up to a line feed, which is not part of the result. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            while (input.hasRemaining()) {
                char c = (char) (input.get() & 0xff);
                if (c == '\n') {
                    return line.toString();
                }
                line.append(c);
            }
            fill();
        }
    }

    private void fill() throws IOException {
        input.clear();
        int n = socket.getInputStream().read(input.array());
        input.limit(Math.max(0, n));
        if (n < 0) {
            throw new EOFException("the connection ended");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The proxy has ended a connection on which nothing of an answer had come. */
    static final class ClosedByProxyException extends IOException {
        private static final long serialVersionUID = 1;

        ClosedByProxyException(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
