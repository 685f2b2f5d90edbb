package io.tailrace.loadtest.churn;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A proxy that never changes its rules, and says that it does: it answers as a pod would to which
 * the first rules lead.
 *
 * <p>Thread: any; one virtual thread per connection.
 */
final class ScriptedProxy implements AutoCloseable {
    private final ServerSocket listener =
            new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final HttpServer admin =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Rules rules;
    private final Path manifests;
    private final int answersPerConnection;
    private final boolean tells;
    private List<String> lastSeen = List.of();
    private int generation = 1;

    /**
     * @param answersPerConnection after so many it closes the connection
     * @param tells whether it says that it has taken changes
     */
    ScriptedProxy(Rules rules, Path manifests, int answersPerConnection, boolean tells)
            throws IOException {
        this.rules = rules;
        this.manifests = manifests;
        this.answersPerConnection = answersPerConnection;
        this.tells = tells;
        admin.createContext(
                "/metrics",
                exchange -> {
                    byte[] page =
                            ("tailrace_generation_seen{core=\"0\"} " + generation() + ".0\n")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        admin.start();
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    String adminUrl() {
        return "http://127.0.0.1:" + admin.getAddress().getPort();
    }

    /** Grows with every change of the files. */
    private synchronized int generation() throws IOException {
        List<String> seen;
        try (Stream<Path> files = Files.list(manifests)) {
            seen = files.sorted().map(ScriptedProxy::stamp).toList();
        }
        if (tells && !seen.equals(lastSeen)) {
            lastSeen = seen;
            generation++;
        }
        return generation;
    }

    private static String stamp(Path file) {
        try {
            return file + " " + Files.readAttributes(file, "lastModifiedTime,fileKey");
        } catch (IOException e) {
            return file + " is gone";
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < answersPerConnection; i++) {
                String request = in.readLine();
                String host = "";
                boolean upgrade = false;
                if (request == null) {
                    return;
                }
                for (String line = in.readLine();
                        line != null && !line.isEmpty();
                        line = in.readLine()) {
                    host = line.startsWith("Host: ") ? line.substring(6) : host;
                    upgrade |= line.startsWith("Upgrade: ");
                }
                String target = request.split(" ", 3)[1];
                String answer = answer(host, target, upgrade);
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                while (upgrade && answer.contains(" 101 ")) {
                    String line = in.readLine();
                    if (line == null) {
                        return;
                    }
                    out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            // The harness has gone.
        }
    }

    private String answer(String host, String target, boolean upgrade) {
        String path = target.split("\\?", 2)[0];
        var pods = rules.podsFor(host, path);
        if (pods.isEmpty()) {
            return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        }
        String line = pods.iterator().next() + " " + host + " " + target + "\n";
        return upgrade
                ? "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: churn\r\n\r\n" + line
                : "HTTP/1.1 200 OK\r\nContent-Length: " + line.length() + "\r\n\r\n" + line;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        admin.stop(0);
    }
}
