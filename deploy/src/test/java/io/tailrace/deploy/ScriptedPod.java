package io.tailrace.deploy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A pod that does with each connection what a test says. */
final class ScriptedPod implements AutoCloseable {
    /** What happens on one connection, which is closed afterwards. */
    interface Script {
        void run(InputStream in, OutputStream out) throws Exception;
    }

    /** As {@link Script}, for what only a socket can do. */
    interface SocketScript {
        void run(Socket connection) throws Exception;
    }

    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final SocketScript script;

    private ScriptedPod(ServerSocket listener, SocketScript script) {
        this.listener = listener;
        this.script = script;
    }

    static ScriptedPod start(Script script) throws IOException {
        return startOnSockets(
                connection ->
                        script.run(
                                new BufferedInputStream(connection.getInputStream()),
                                connection.getOutputStream()));
    }

    static ScriptedPod startOnSockets(SocketScript script) throws IOException {
        ScriptedPod pod =
                new ScriptedPod(
                        new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1")), script);
        Thread.ofVirtual().start(pod::accept);
        return pod;
    }

    /** A port on which nothing listens. */
    static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads up to the end of a head; returns it. */
    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("closed inside a head");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** Ends the connection with a reset. */
    static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed by the test.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            script.run(connection);
        } catch (Exception e) {
            // The test sees it from the client's side.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
