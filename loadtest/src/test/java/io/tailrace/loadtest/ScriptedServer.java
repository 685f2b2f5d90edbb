package io.tailrace.loadtest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A peer that answers every request by a script: bytes, and whether the connection goes on.
 *
 * <p>Thread: any; the script runs on one thread a connection.
 */
final class ScriptedServer implements AutoCloseable {
    /** What happens to the requests. */
    interface Script {
        /**
         * Answers the n-th request of all connections, counted from 0.
         *
         * @return whether the connection stays open
         */
        boolean answer(int n, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener =
            new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Script script;

    ScriptedServer(Script script) throws IOException {
        this.script = script;
    }

    ScriptedServer start() {
        Thread.ofVirtual().start(this::accept);
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    /** Waits for the next connection that nobody has taken from here yet. */
    Socket takeAccepted() throws InterruptedException {
        return accepted.take();
    }

    /** Writes characters below 256 as bytes. */
    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Stops listening. Connections stay open until the peer closes them. */
    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                accepted.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The listener is closed: the test is over, or wants it so.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (skipHead(in)
                    && script.answer(requests.getAndIncrement(), socket.getOutputStream())) {}
        } catch (IOException | InterruptedException e) {
            // The peer has gone, which is for the test to judge.
        }
    }

    /** Reads up to an empty line; false at the connection's end. */
    private static boolean skipHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return true;
    }
}
