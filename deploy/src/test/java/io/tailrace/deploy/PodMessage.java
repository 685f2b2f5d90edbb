package io.tailrace.deploy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A request as a pod got it, in ISO-8859-1. It is read strictly, and by nothing that the proxy
 * reads with.
 *
 * @param head with its empty line
 * @param body as it came
 * @param content the body without chunk lines and trailers
 * @param complete whether the connection stayed open and the framing was right up to the end
 */
record PodMessage(String head, String body, String content, boolean complete) {
    private static final String CRLF = "\r\n";

    /** Something to do between head and body. */
    interface AfterHead {
        void run(String head) throws IOException;
    }

    static PodMessage read(InputStream in, AfterHead afterHead) {
        Reading reading = new Reading(in);
        boolean complete = true;
        try {
            reading.head();
            afterHead.run(reading.head.toString());
            reading.body();
        } catch (IOException | IllegalArgumentException e) {
            complete = false;
        }
        return new PodMessage(
                reading.head.toString(),
                reading.body.toString(),
                reading.content.toString(),
                complete);
    }

    /** Method and target. */
    String asked() {
        return head.substring(0, Math.max(0, head.indexOf(" HTTP/1.1" + CRLF)));
    }

    /** The address that the proxy saw the client at. */
    String client() {
        String name = CRLF + "X-Forwarded-For: ";
        int value = head.indexOf(name) + name.length();
        int end = head.indexOf(CRLF, value);
        return end < value ? "" : head.substring(head.lastIndexOf(' ', end) + 1, end);
    }

    private static final class Reading {
        private final InputStream in;
        private final StringBuilder head = new StringBuilder();
        private final StringBuilder body = new StringBuilder();
        private final StringBuilder content = new StringBuilder();

        private Reading(InputStream in) {
            this.in = in;
        }

        private void head() throws IOException {
            while (!line(head).isEmpty()) {
                // A request line or a field.
            }
        }

        private void body() throws IOException {
            String lower = head.toString().toLowerCase(Locale.ROOT);
            String length = field(lower, "content-length");
            if (!field(lower, "transfer-encoding").isEmpty()) {
                chunks();
            } else if (!length.isEmpty()) {
                content.append(bytes(Long.parseLong(length)));
            }
        }

        private void chunks() throws IOException {
            while (true) {
                long size = Long.parseLong(line(body), 16);
                if (size == 0) {
                    break;
                }
                content.append(bytes(size));
                if (!line(body).isEmpty()) {
                    throw new IllegalArgumentException("no CRLF behind a chunk");
                }
            }
            while (!line(body).isEmpty()) {
                // A trailer field.
            }
        }

        private static String field(String head, String name) {
            int start = head.indexOf(CRLF + name + ": ");
            if (start < 0) {
                return "";
            }
            int value = start + CRLF.length() + name.length() + 2;
            return head.substring(value, head.indexOf(CRLF, value));
        }

        private String bytes(long count) throws IOException {
            int most = (int) Math.min(count, Integer.MAX_VALUE);
            String bytes = new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
            body.append(bytes);
            if (bytes.length() < count) {
                throw new EOFException("closed inside a body");
            }
            return bytes;
        }

        /** The next line without its CRLF; what came of it goes to {@code all}. */
        private String line(StringBuilder all) throws IOException {
            int start = all.length();
            while (true) {
                int b = in.read();
                if (b < 0) {
                    throw new EOFException("closed inside a line");
                }
                all.append((char) b);
                int end = all.length() - CRLF.length();
                if (b == '\n' && end >= start && all.charAt(end) == '\r') {
                    return all.substring(start, end);
                }
            }
        }
    }
}
