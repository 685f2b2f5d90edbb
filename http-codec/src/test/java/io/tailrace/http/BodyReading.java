package io.tailrace.http;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Reads the body behind a head from bytes that come in pieces.
 *
 * <p>Thread: any.
 */
final class BodyReading {
    private BodyReading() {}

    /** Adds {@code body}, {@code sent} (chunked only), and {@code rest}, or how it failed. */
    static void read(
            Framing framing,
            long length,
            Arrivals arrivals,
            int from,
            int[] ends,
            Map<String, String> findings) {
        switch (framing) {
            case NONE -> findings.put("rest", arrivals.text(from, arrivals.length()));
            case UNTIL_CLOSE -> findings.put("body", arrivals.text(from, arrivals.length()));
            case LENGTH -> {
                if (arrivals.length() - from < length) {
                    findings.put("incomplete", "body");
                } else {
                    int end = from + (int) length;
                    findings.put("body", arrivals.text(from, end));
                    findings.put("rest", arrivals.text(end, arrivals.length()));
                }
            }
            case CHUNKED -> {
                chunked(true, "body", arrivals, from, ends, findings);
                chunked(false, "sent", arrivals, from, ends, findings);
            }
        }
    }

    private static void chunked(
            boolean payloadOnly,
            String finding,
            Arrivals arrivals,
            int from,
            int[] ends,
            Map<String, String> findings) {
        ChunkScanner scanner = new ChunkScanner();
        scanner.reset(payloadOnly);
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        int pos = from;
        for (int i = 0; i < ends.length; i++) {
            if (ends[i] <= pos) {
                continue;
            }
            int start = arrivals.start(i);
            DirectBuffer buffer = arrivals.buffer(i, ends[i]);
            int consumed = -1;
            while (pos < ends[i] && !scanner.done() && consumed != 0) {
                consumed = scanner.scan(buffer, start + pos, start + ends[i]);
                if (consumed < 0) {
                    Malformed malformed = Malformed.of(consumed);
                    findings.put("refused", malformed.status() + " " + malformed.reason());
                    return;
                }
                int run = scanner.runStart() - start;
                if (run < pos || run + scanner.runLength() > pos + consumed) {
                    throw new AssertionError("run outside of what was consumed");
                }
                runs.write(arrivals.wire, run, scanner.runLength());
                pos += consumed;
            }
        }
        if (!scanner.done()) {
            findings.put("incomplete", "body");
            return;
        }
        findings.put(finding, Wire.text(runs.toByteArray()));
        findings.put("rest", arrivals.text(pos, arrivals.length()));
    }
}
