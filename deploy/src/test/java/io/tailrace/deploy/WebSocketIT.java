package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets through the proxy; client and pod are Node's {@code ws}. */
final class WebSocketIT {
    @TempDir private static Path directory;
    private static PeerProcess pod;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        pod = PeerProcess.start(Peers.nodeWithWs("ws_pod.js"));
        new Manifests(directory).service("chat", pod.port());
        proxy =
                TailraceProcess.start(
                        directory, "--cores", "2", "--default-backend", "default/chat:80");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {proxy, pod}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @Test
    void shouldCarryMessagesPingsAndCloseCodesBothWays() throws Exception {
        String host = proxy.http().getAddress().getHostAddress();
        String port = String.valueOf(proxy.http().getPort());
        Launcher.Ended ended = Launcher.runToEnd(Peers.nodeWithWs("ws_client.js", host, port));
        assertEquals(0, ended.status(), ended::err);
        assertEquals("all right\n", ended.out());
        pod.line("closed 4001 as you wish");
        pod.line("closed 4002 enough");
    }

    @Test
    void shouldCarryAFrameThatCameRightBehindTheUpgrade() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            // Text "early", masked with zeros.
            client.send(
                    "GET /chat HTTP/1.1\r\nHost: chat\r\nConnection: Upgrade\r\nUpgrade: websocket"
                            + "\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                            + "\u0081\u0085\0\0\0\0early");
            RawResponse head = client.readHead();
            assertEquals(101, head.status(), head.head());
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head.field("sec-websocket-accept"));
            assertEquals("\u0081\u0005early", client.readText(7));
            // Close with 1000, masked with zeros; the pod answers and ends the connection.
            client.send("\u0088\u0082\0\0\0\0\u0003\u00e8");
            assertEquals("\u0088\u0002\u0003\u00e8", client.readText(4));
            assertTrue(client.isAtEnd());
        }
    }
}
