package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EchoPodTest {
    private EchoPod pod;
    private RawConnection connection;

    @BeforeEach
    void start() throws IOException {
        pod = EchoPod.start("web", "web-1");
        connection =
                new RawConnection(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), pod.port()));
    }

    @AfterEach
    void stop() throws IOException {
        connection.close();
        pod.close();
    }

    @Test
    void shouldAnswerWithItsNameAndTheHeadAsItCameWhenAsked() throws IOException {
        connection.send("GET /a?b=c HTTP/1.1\r\nHoSt: foo.com\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n");
        RawResponse response = connection.read();
        assertEquals(200, response.status());
        assertEquals("web-1", response.pod());
        assertEquals(
                """
                service: web
                pod:     web-1
                body:    0 bytes

                GET /a?b=c HTTP/1.1
                HoSt: foo.com
                X-Twice: 1
                X-Twice: 2
                """,
                response.body());
    }

    @Test
    void shouldCountTheBodyAndServeTheNextRequestWhenABodyCame() throws IOException {
        connection.send("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
        assertTrue(connection.read().body().contains("body:    3 bytes"));
        connection.send("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        connection.send("a\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
        assertTrue(connection.read().body().contains("body:    10 bytes"));
        assertEquals("web-1", connection.get("foo.com", "/").pod());
    }

    @Test
    void shouldAskForTheBodyWhenTheClientWaitsForThat() throws IOException {
        connection.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertEquals(100, connection.readHead().status());
        connection.send("ok");
        assertTrue(connection.read().body().contains("body:    2 bytes"));
    }

    @Test
    void shouldSendNoBodyWhenTheMethodIsHead() throws IOException {
        connection.send("HEAD / HTTP/1.1\r\nHost: foo.com\r\n\r\n");
        assertEquals(200, connection.readHead().status());
        assertEquals(200, connection.get("foo.com", "/").status());
    }
}
