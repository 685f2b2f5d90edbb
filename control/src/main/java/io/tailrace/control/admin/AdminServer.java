package io.tailrace.control.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves a few pages over HTTP to whoever asks by the address: a browser that was lured here by a
 * name (DNS rebinding) is refused, as is every method but GET.
 *
 * <p>Thread: any; pages are made on its own threads.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(AdminServer.class.getName());

    private static final int BACKLOG = 64;
    private static final int NO_BODY = -1;
    private static final int LONGEST_SECONDS = 10;
    private static final int MAX_CONNECTIONS = 1024;

    static {
        // The server's only limits on slow requests and readers, off by default.
        set("sun.net.httpserver.maxReqTime", Integer.toString(LONGEST_SECONDS));
        set("sun.net.httpserver.maxRspTime", Integer.toString(LONGEST_SECONDS));
        set("jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS));
        // It writes head and body one after the other: on a kept connection the body would wait
        // 40 ms for the head to be acknowledged.
        set("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Supplier<Page>> pages;

    private AdminServer(HttpServer server, Map<String, Supplier<Page>> pages) {
        this.server = server;
        this.pages = Map.copyOf(pages);
        // A thread per request, so that slow ones do not hold up a probe.
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("tailrace-admin-", 0).factory());
    }

    /**
     * A bound server that does not answer yet.
     *
     * @param pages by path
     * @throws IOException with one line for the user
     */
    static AdminServer bind(InetSocketAddress address, Map<String, Supplier<Page>> pages)
            throws IOException {
        try {
            return new AdminServer(HttpServer.create(address, BACKLOG), pages);
        } catch (IOException e) {
            throw new IOException("admin address " + text(address) + ": " + e.getMessage(), e);
        }
    }

    /** Begins to answer. */
    public void start() {
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** The address that it is bound to. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Ends at once, with whatever is being answered. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Page page;
        try {
            page = page(exchange);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "admin page " + exchange.getRequestURI().getPath(), e);
            page = Page.text(500, "internal error, see the log");
        }
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(page.status(), NO_BODY);
        } else {
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
        exchange.close();
    }

    private Page page(HttpExchange exchange) {
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !HostGuard.isAddress(hosts.get(0))) {
            return Page.text(403, "ask by an IP address or localhost, not by another name");
        }
        Supplier<Page> page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
            return Page.text(
                    404, "no such page; there are " + pages.keySet().stream().sorted().toList());
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            return Page.text(405, "only GET");
        }
        return page.get();
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
