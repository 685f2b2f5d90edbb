package io.tailrace.deploy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A response as it came.
 *
 * @param head status line and fields, a line each
 */
public record RawResponse(String head, String body) {
    RawResponse withBody(byte[] bytes) {
        return new RawResponse(head, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    public int status() {
        if (!head.startsWith("HTTP/1.1 ")) {
            throw new AssertionError("no status line: " + head);
        }
        return Integer.parseInt(head, 9, 12, 10);
    }

    /** Value of the only field of this name; empty if there is none. */
    public String field(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .reduce((a, b) -> a + " AND " + b)
                .orElse("");
    }

    public String reason() {
        return field("x-tailrace-reason");
    }

    public String pod() {
        return field("x-echo-pod");
    }
}
