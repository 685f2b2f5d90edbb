package io.tailrace.deploy.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** An HTTP server with an address of its own; it says who it is and what it was asked. */
final class TestPod implements AutoCloseable {
    static final int PORT = 8080;

    private final String name;
    private final String address;
    private final HttpServer server;

    private TestPod(String name, String address) throws IOException {
        this.name = name;
        this.address = address;
        this.server = HttpServer.create(new InetSocketAddress(address, PORT), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    static TestPod start(String name, String address) throws IOException {
        return new TestPod(name, address);
    }

    String address() {
        return address;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            String asked = exchange.getRequestMethod() + " " + host + exchange.getRequestURI();
            byte[] body = asked.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Echo-Pod", name);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
