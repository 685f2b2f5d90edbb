package io.tailrace.loadtest.churn;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The pods, each on a port of its own: a pod answers with its name, the host and the target that it
 * was asked for, in one line. Asked for an upgrade, it says the same as the first line of the
 * tunnel, and then sends back what comes.
 *
 * <p>Thread: any; one virtual thread per connection.
 */
final class EchoPods implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private final Map<String, Integer> ports = new HashMap<>();
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /** Pods of these names, listening. */
    static EchoPods start(Iterable<String> names) throws IOException {
        EchoPods pods = new EchoPods();
        for (String name : names) {
            ServerSocket listener =
                    new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
            pods.listeners.add(listener);
            pods.ports.put(name, listener.getLocalPort());
            Thread.ofVirtual().start(() -> pods.accept(name, listener));
        }
        return pods;
    }

    Map<String, Integer> ports() {
        return ports;
    }

    private void accept(String name, ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(name, socket));
            }
        } catch (IOException e) {
            // Closed: the run is over.
        }
    }

    private void serve(String name, Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
                String line = name + ' ' + field(head, "host") + ' ' + head.split(" ", 3)[1] + '\n';
                if (field(head, "upgrade").isEmpty()) {
                    write(
                            out,
                            "HTTP/1.1 200 OK\r\nContent-Length: "
                                    + line.length()
                                    + "\r\n\r\n"
                                    + line);
                } else {
                    write(
                            out,
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: "
                                    + field(head, "upgrade")
                                    + "\r\n\r\n"
                                    + line);
                    in.transferTo(out);
                    return;
                }
            }
        } catch (IOException e) {
            // The proxy has closed it, or the run is over.
        } finally {
            connections.remove(socket);
        }
    }

    /** A head without a body; empty at the connection's end. */
    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(512);
        while (head.length() < MAX_HEAD_BYTES) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
            if (b == '\n' && head.lastIndexOf("\r\n\r\n") == head.length() - 4) {
                return head.toString();
            }
        }
        throw new IOException("head too long");
    }

    /** Value of a field, or empty. */
    private static String field(String head, String lowerName) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(lowerName + ":"))
                .map(line -> line.substring(lowerName.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
