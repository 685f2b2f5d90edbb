package io.tailrace.deploy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client that sends the bytes it is told to, and reads responses strictly. */
public final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    /** How the proxy ended a connection. */
    enum End {
        CLOSED,
        RESET
    }

    private final Socket socket;
    private final InputStream in;

    public RawConnection(InetSocketAddress address) throws IOException {
        this(address, null);
    }

    /**
     * @param local address to come from, null for the usual one
     */
    RawConnection(InetSocketAddress address, @Nullable InetSocketAddress local) throws IOException {
        socket = new Socket();
        socket.bind(local);
        socket.connect(address, TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** On a connected socket, which may speak TLS. */
    public RawConnection(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One request on a connection of its own. */
    public static RawResponse get(InetSocketAddress address, String host, String path)
            throws IOException {
        try (RawConnection connection = new RawConnection(address)) {
            return connection.get(host, path);
        }
    }

    /** The same, where no checked exception may be thrown. */
    public static RawResponse getUnchecked(InetSocketAddress address, String host, String path) {
        try {
            return get(address, host, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawResponse get(String host, String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return read();
    }

    public void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next response to a request that was not HEAD. */
    public RawResponse read() throws IOException {
        RawResponse head = readHead();
        if (head.field("transfer-encoding").equals("chunked")) {
            return head.withBody(readChunks());
        }
        String length = head.field("content-length");
        return head.withBody(
                length.isEmpty() ? in.readAllBytes() : readBytes(Integer.parseInt(length)));
    }

    /** The next head, nothing behind it. */
    RawResponse readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (true) {
            String line = readLine();
            if (line.isEmpty()) {
                return new RawResponse(head.toString(), "");
            }
            head.append(line).append('\n');
        }
    }

    String readText(int bytes) throws IOException {
        return new String(readBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Whether the proxy has ended the connection, with nothing more to read. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    /** Reads whatever still comes, and tells how it ended. */
    End end() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return End.CLOSED;
        } catch (SocketException e) {
            return End.RESET;
        }
    }

    /** Says that nothing more is sent; reading goes on. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private byte[] readBytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            body.write(readBytes(size));
            if (!readLine().isEmpty()) {
                throw new IOException("no CRLF after a chunk");
            }
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            if (b == '\r') {
                if (in.read() != '\n') {
                    throw new IOException("bare CR after '" + line + "'");
                }
                return line.toString();
            }
            line.append((char) b);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
