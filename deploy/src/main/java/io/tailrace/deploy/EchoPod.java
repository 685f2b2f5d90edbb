package io.tailrace.deploy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A pod for the demo: answers each request with its own name and with the head as it came.
 *
 * <p>Thread: any for {@link #close}; one thread of its own accepts, one per connection answers.
 */
final class EchoPod implements AutoCloseable {
    /** Response field that names the pod. */
    static final String POD_FIELD = "X-Echo-Pod";

    private final String service;
    private final String name;
    private final ServerSocket listener;

    private EchoPod(String service, String name, ServerSocket listener) {
        this.service = service;
        this.name = name;
        this.listener = listener;
    }

    /** Listens on loopback, on a port from the kernel. */
    static EchoPod start(String service, String name) throws IOException {
        ServerSocket listener = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"));
        EchoPod pod = new EchoPod(service, name, listener);
        Thread.ofVirtual().name(name).start(pod::accept);
        return pod;
    }

    String service() {
        return service;
    }

    String name() {
        return name;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Stops listening; connections end with their peer. */
    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                Thread.ofVirtual().name(name).start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            EchoedRequest request = EchoedRequest.read(in, out);
            while (request != null) {
                out.write(answer(request));
                request = EchoedRequest.read(in, out);
            }
        } catch (IOException | NumberFormatException e) {
            // The peer has gone, or speaks no HTTP.
        }
    }

    private byte[] answer(EchoedRequest request) {
        String body =
                "service: "
                        + service
                        + "\npod:     "
                        + name
                        + "\nbody:    "
                        + request.bodyBytes()
                        + " bytes\n\n"
                        + request.head().replace("\r\n", "\n");
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: "
                        + body.length()
                        + "\r\n"
                        + POD_FIELD
                        + ": "
                        + name
                        + "\r\n\r\n";
        String message = request.method().equals("HEAD") ? head : head + body;
        return message.getBytes(StandardCharsets.ISO_8859_1);
    }
}
