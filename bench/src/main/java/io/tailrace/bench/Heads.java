package io.tailrace.bench;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The heads that benchmarks parse.
 *
 * <p>Thread: any (immutable).
 */
final class Heads {
    /** The least that HTTP/1.1 allows. */
    static final String MINIMAL = lines("GET / HTTP/1.1", "Host: example.com");

    /** What a browser sends for a page: some 700 bytes, 15 fields. */
    static final String BROWSER =
            lines(
                    "GET /shop/articles/2026/overview?page=2&sort=price HTTP/1.1",
                    "Host: shop.example.com",
                    "Connection: keep-alive",
                    "Cache-Control: max-age=0",
                    "sec-ch-ua: \"Chromium\";v=\"142\", \"Not;A=Brand\";v=\"24\"",
                    "sec-ch-ua-mobile: ?0",
                    "sec-ch-ua-platform: \"Linux\"",
                    "Upgrade-Insecure-Requests: 1",
                    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like"
                            + " Gecko) Chrome/142.0.0.0 Safari/537.36",
                    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
                            + "image/webp,*/*;q=0.8",
                    "Sec-Fetch-Site: same-origin",
                    "Sec-Fetch-Mode: navigate",
                    "Sec-Fetch-Dest: document",
                    "Referer: https://shop.example.com/",
                    "Accept-Language: en-GB,en;q=0.9",
                    "Cookie: session=5f2b8c0d9e7a4416");

    private Heads() {}

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** Direct memory, as a core reads into. */
    static UnsafeBuffer buffer(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
        UnsafeBuffer buffer = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(bytes.length));
        buffer.putBytes(0, bytes);
        return buffer;
    }
}
