package io.tailrace.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as it reached an {@link EchoPod}. It came through a proxy that forwards only
 * well-formed messages, so it is read and not judged.
 *
 * <p>Thread: any (immutable).
 *
 * @param head request line and fields, byte for byte in ISO-8859-1, without the empty line
 * @param bodyBytes length of the body, without chunk lines
 */
record EchoedRequest(String head, long bodyBytes) {
    private static final String CRLF = "\r\n";

    /**
     * Reads one request and discards its body.
     *
     * @return null at the end of the connection
     */
    static @Nullable EchoedRequest read(InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            head.append(line).append(CRLF);
        }
        if (head.isEmpty()) {
            return null;
        }
        EchoedRequest request = new EchoedRequest(head.toString(), 0);
        if (!request.field("expect").isEmpty()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return new EchoedRequest(request.head, request.skipBody(in));
    }

    String method() {
        return head.substring(0, head.indexOf(' '));
    }

    /** Value of the first field of this name, in lower case; empty if there is none. */
    String field(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .findFirst()
                .map(line -> line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private long skipBody(InputStream in) throws IOException {
        if (!field("transfer-encoding").isEmpty()) {
            return skipChunks(in);
        }
        String length = field("content-length");
        long bytes = length.isEmpty() ? 0 : Long.parseLong(length);
        in.skipNBytes(bytes);
        return bytes;
    }

    private static long skipChunks(InputStream in) throws IOException {
        long total = 0;
        while (true) {
            long chunk = Long.parseLong(readLine(in), 16);
            in.skipNBytes(chunk);
            total += chunk;
            if (chunk == 0) {
                break;
            }
            readLine(in);
        }
        while (!readLine(in).isEmpty()) {
            // A trailer field.
        }
        return total;
    }

    /** Up to the next CRLF; empty at the end of the connection between two lines. */
    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.isEmpty()) {
                    return "";
                }
                throw new EOFException("closed inside a line");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
