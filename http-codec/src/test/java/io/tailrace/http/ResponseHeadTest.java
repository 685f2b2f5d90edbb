package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ResponseHeadTest {
    private static final String ASKED =
            "GET / HTTP/1.1\\r\\nHost: h\\r\\nConnection: upgrade\\r\\nUpgrade: WebSocket\\r\\n\\r\\n";

    private final RequestHead request = new RequestHead(128);
    private final ResponseHead response = new ResponseHead(256);

    private void ask(String wire) {
        UnsafeBuffer buffer = Wire.buffer(wire);
        int length =
                new RequestHeadParser(HeadLimits.request())
                        .parse(request, buffer, 0, buffer.capacity());
        assertEquals(buffer.capacity(), length);
        buffer.setMemory(0, buffer.capacity(), (byte) 'x'); // gone when the answer comes
    }

    private void answer(String wire) {
        UnsafeBuffer buffer = Wire.buffer(wire);
        int length =
                new ResponseHeadParser(HeadLimits.response())
                        .parse(response, Method.GET, buffer, 0, buffer.capacity());
        assertEquals(buffer.capacity(), length);
    }

    private static String switching(String fields) {
        return "HTTP/1.1 101 Switching Protocols\\r\\n" + fields + "\\r\\n";
    }

    @Test
    void shouldMatchWhenItSwitchesToWhatWasAskedFor() {
        ask(ASKED);
        answer(switching("Connection: Upgrade\\r\\nUpgrade: websocket\\r\\n"));
        assertTrue(response.upgradeMatches(request));
    }

    @Test
    void shouldNotMatchWhenNobodyAsked() {
        ask("GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n");
        answer(switching("Connection: Upgrade\\r\\nUpgrade: websocket\\r\\n"));
        assertFalse(response.upgradeMatches(request));
    }

    @Test
    void shouldNotMatchWhenTheLastRequestAsked() {
        ask(ASKED);
        request.clear();
        ask("GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n");
        answer(switching("Connection: Upgrade\\r\\nUpgrade: websocket\\r\\n"));
        assertFalse(response.upgradeMatches(request));
    }

    @Test
    void shouldNotMatchWhenTheProtocolIsAnother() {
        ask(ASKED);
        for (String fields :
                new String[] {
                    "Connection: Upgrade\\r\\nUpgrade: websockets\\r\\n",
                    "Connection: Upgrade\\r\\nUpgrade: websocke\\r\\n",
                    "Connection: Upgrade\\r\\nUpgrade: webzocket\\r\\n",
                    "Connection: Upgrade\\r\\nUpgrade:\\r\\n",
                    "Connection: Upgrade\\r\\nUpgrade: websocket\\r\\nUpgrade: websocket\\r\\n",
                    "Connection: close\\r\\nUpgrade: websocket\\r\\n",
                    "Connection: Upgrade\\r\\n",
                    ""
                }) {
            response.clear();
            answer(switching(fields));
            assertFalse(response.upgradeMatches(request), fields);
        }
    }

    @Test
    void shouldNotMatchWhenTheStatusIsNot101() {
        ask(ASKED);
        answer("HTTP/1.1 200 OK\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n");
        assertFalse(response.upgradeMatches(request));
        response.clear();
        answer("HTTP/1.0 101 X\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n");
        assertFalse(response.upgradeMatches(request));
    }

    @Test
    void shouldTellNothingOfTheLastMessageWhenCleared() {
        answer(
                "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nKeep-Alive: timeout=5\\r\\n"
                        + "Content-Length: 3\\r\\n\\r\\n");
        response.clear();
        assertEquals(0, response.status());
        assertEquals(Framing.NONE, response.framing());
        answer("HTTP/1.1 204 No Content\\r\\n\\r\\n");
        assertTrue(response.persistent());
        assertEquals(-1, response.keepAliveTimeoutSeconds());
        assertEquals(-1, response.declaredLength());
        assertEquals(0, response.fieldCount());
    }
}
