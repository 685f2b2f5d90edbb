package io.tailrace.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What the proxy answered to one request of the demo.
 *
 * <p>Thread: any (immutable).
 *
 * @param status status code
 * @param pod name of the pod that answered; empty when the proxy itself did
 * @param reason the proxy's reason when it answered itself, else empty
 */
record DemoAnswer(int status, String pod, String reason) {
    private static final int TIMEOUT_MS = 10_000;

    /** Asks over a connection of its own; the name in {@code Host} need not exist. */
    static DemoAnswer ask(InetSocketAddress proxy, String host, String path) throws IOException {
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(proxy, TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] response = socket.getInputStream().readAllBytes();
            return parse(new String(response, StandardCharsets.ISO_8859_1));
        }
    }

    private static DemoAnswer parse(String response) throws EOFException {
        int end = response.indexOf("\r\n\r\n");
        if (end < 0 || !response.startsWith("HTTP/1.1 ")) {
            throw new EOFException("the proxy closed the connection without an answer");
        }
        String head = response.substring(0, end);
        return new DemoAnswer(
                Integer.parseInt(head, 9, 12, 10),
                field(head, EchoPod.POD_FIELD),
                field(head, "X-Tailrace-Reason"));
    }

    private static String field(String head, String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()).strip())
                .orElse("");
    }
}
