package io.tailrace.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The JDK's HTTPS server as a pod that tells what it sees: {@code .../sum} is the digest of what
 * was sent to it, {@code .../large} is large, everything else is a line for each thing that it
 * knows.
 */
final class HttpsPod implements AutoCloseable {
    static final int LARGE = 64 << 20;

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    private HttpsPod(HttpsServer server) {
        this.server = server;
    }

    static HttpsPod start(Path store) throws Exception {
        return start(store, false);
    }

    /**
     * @param store with its certificate, of {@link Issuing#keyStore}
     * @param needsCertificate whether nobody is served who shows none; any is good enough
     */
    static HttpsPod start(Path store, boolean needsCertificate, String... versions)
            throws Exception {
        HttpsServer server =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1024);
        server.setHttpsConfigurator(
                new HttpsConfigurator(PodContext.of(store)) {
                    @Override
                    public void configure(HttpsParameters connection) {
                        SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
                        parameters.setNeedClientAuth(needsCertificate);
                        if (versions.length > 0) {
                            parameters.setProtocols(versions);
                        }
                        connection.setSSLParameters(parameters);
                    }
                });
        HttpsPod pod = new HttpsPod(server);
        server.setExecutor(pod.executor);
        server.createContext("/", HttpsPod::answer);
        server.start();
        return pod;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/large")) {
                sendLarge(exchange);
                return;
            }
            String digest = digest(in);
            byte[] body =
                    (path.endsWith("/sum") ? digest : told(exchange))
                            .getBytes(StandardCharsets.UTF_8);
            if (path.endsWith("/once")) {
                exchange.getResponseHeaders().add("Connection", "close");
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void sendLarge(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, LARGE);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < LARGE >> 20; i++) {
                out.write(mebibyte(i));
            }
        }
    }

    static byte[] mebibyte(int number) {
        byte[] part = new byte[1 << 20];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) (i * 31 + (i >> 8) + number);
        }
        return part;
    }

    /** SHA-256, in hexadecimal digits. */
    static String digest(InputStream in) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        byte[] part = new byte[64 << 10];
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
            digest.update(part, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String told(HttpExchange exchange) {
        SSLSession session = ((HttpsExchange) exchange).getSSLSession();
        List<SNIServerName> names = ((ExtendedSSLSession) session).getRequestedServerNames();
        String shown;
        try {
            shown = session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            shown = "none";
        }
        return "version: "
                + session.getProtocol()
                + "\nname: "
                + (names.isEmpty() ? "none" : ((SNIHostName) names.getFirst()).getAsciiName())
                + "\nshown: "
                + shown
                + "\nport: "
                + exchange.getRemoteAddress().getPort()
                + "\nsession: "
                + session.getCreationTime()
                + "\n";
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
