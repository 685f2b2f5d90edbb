package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's http.server behind the proxy: HTTP/1.0, and an answer ends with its connection. */
final class PythonPodIT {
    private static final String HOST = "python.test";
    private static final int LINES = 5 << 10;
    private static final int LINE = 8 * 128;

    @TempDir private static Path directory;
    private static PeerProcess pod;
    private static TailraceProcess proxy;

    @BeforeAll
    static void start() throws Exception {
        pod = PeerProcess.start(Peers.python("close_delimited_pod.py"));
        new Manifests(directory).service("py", pod.port()).ingress("web", HOST, "/=py");
        proxy = TailraceProcess.start(directory, "--cores", "1");
    }

    @AfterAll
    static void stop() {
        if (pod != null) {
            pod.close();
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void shouldMakeChunksOfWhatEndsWithTheConnection() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < 3; i++) {
                RawResponse response = client.get(HOST, "/");
                assertEquals("chunked", response.field("transfer-encoding"));
                assertEquals(LINES * LINE, response.body().length());
                assertEquals("0005119\n", response.body().substring(LINES * LINE - 8));
            }
        }
    }

    @Test
    void shouldAnswerEveryPostOnOneConnectionWhenThePodTakesOneEach() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            for (int i = 0; i < 30; i++) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: python.test\r\nContent-Length: 2\r\n\r\n"
                                + (10 + i));
                RawResponse response = client.read();
                assertEquals(200, response.status(), response.head());
                assertEquals(String.valueOf(10 + i), response.body());
            }
        }
    }

    @Test
    void shouldEndWithTheConnectionWhenTheClientSpeaksHttp10() throws Exception {
        try (RawConnection client = new RawConnection(proxy.http())) {
            client.send("GET / HTTP/1.0\r\nHost: python.test\r\n\r\n");
            RawResponse response = client.read();
            assertEquals("", response.field("transfer-encoding"));
            assertEquals("close", response.field("connection"));
            assertEquals(LINES * LINE, response.body().length());
        }
    }
}
