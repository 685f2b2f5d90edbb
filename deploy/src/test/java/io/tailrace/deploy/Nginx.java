package io.tailrace.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** nginx as a pod, which closes often: after 5 requests, and after a second without one. */
final class Nginx implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final PeerProcess process;
    private final int port;

    private Nginx(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it on a free port.
     *
     * @param directory its own; {@code www} in it is served
     * @param sinkPort where {@code /sink} is passed on to
     */
    static Nginx start(Path directory, int sinkPort) throws IOException {
        return start(
                directory,
                """
                listen 127.0.0.1:PORT;
                location /sink { proxy_pass http://127.0.0.1:SINK; }
                """
                        .replace("SINK", String.valueOf(sinkPort)));
    }

    /**
     * Starts it on a free port.
     *
     * @param directory its own; {@code www} in it is served
     * @param server of its configuration; PORT stands for the port
     */
    static Nginx start(Path directory, String server) throws IOException {
        String program = Peers.need("nginx", "nginx-light");
        for (int i = 1; ; i++) {
            // Free a moment ago; somebody may take it before nginx does.
            int port = ScriptedPod.deadPort();
            Path file = directory.resolve("nginx.conf");
            Files.writeString(file, configuration(directory, port, server));
            PeerProcess process =
                    PeerProcess.start(
                            new ProcessBuilder(
                                    program,
                                    "-p",
                                    directory.toString(),
                                    "-e",
                                    directory.resolve("error.log").toString(),
                                    "-c",
                                    file.toString()));
            Until.isTrue("nginx listens or ends", () -> !process.isAlive() || isListening(port));
            if (process.isAlive()) {
                return new Nginx(process, port);
            }
            if (i == ATTEMPTS) {
                throw new AssertionError(process.output());
            }
        }
    }

    private static String configuration(Path directory, int port, String server) {
        return """
                daemon off;
                master_process off;
                pid DIRECTORY/nginx.pid;
                events {}
                http {
                  access_log off;
                  client_body_temp_path DIRECTORY/body;
                  proxy_temp_path DIRECTORY/proxy;
                  fastcgi_temp_path DIRECTORY/fastcgi;
                  uwsgi_temp_path DIRECTORY/uwsgi;
                  scgi_temp_path DIRECTORY/scgi;
                  types { text/plain txt; }
                  keepalive_timeout 1s;
                  keepalive_requests 5;
                  gzip on;
                  gzip_types text/plain;
                  client_max_body_size 0;
                  server {
                    root DIRECTORY/www;
                    SERVER
                  }
                }
                """
                .replace("DIRECTORY", directory.toString())
                .replace("SERVER", server)
                .replace("PORT", String.valueOf(port));
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
