package io.tailrace.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

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
            byte[] wire,
            int from,
            int[] ends,
            Map<String, String> findings) {
        switch (framing) {
            case NONE -> rest(wire, from, findings);
            case UNTIL_CLOSE ->
                    findings.put("body", Wire.text(Arrays.copyOfRange(wire, from, wire.length)));
            case LENGTH -> {
                if (wire.length - from < length) {
                    findings.put("incomplete", "body");
                } else {
                    int end = from + (int) length;
                    findings.put("body", Wire.text(Arrays.copyOfRange(wire, from, end)));
                    rest(wire, end, findings);
                }
            }
            case CHUNKED -> {
                chunked(true, "body", wire, from, ends, findings);
                chunked(false, "sent", wire, from, ends, findings);
            }
        }
    }

    private static void rest(byte[] wire, int from, Map<String, String> findings) {
        findings.put("rest", Wire.text(Arrays.copyOfRange(wire, from, wire.length)));
    }

    private static void chunked(
            boolean payloadOnly,
            String finding,
            byte[] wire,
            int from,
            int[] ends,
            Map<String, String> findings) {
        ChunkScanner scanner = new ChunkScanner();
        scanner.reset(payloadOnly);
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        int pos = from;
        for (int end : ends) {
            UnsafeBuffer buffer = new UnsafeBuffer(Arrays.copyOf(wire, end));
            while (pos < end && !scanner.done()) {
                int consumed = scanner.scan(buffer, pos, end);
                if (consumed < 0) {
                    Malformed malformed = Malformed.of(consumed);
                    findings.put("refused", malformed.status() + " " + malformed.reason());
                    return;
                }
                if (scanner.runStart() < pos
                        || scanner.runStart() + scanner.runLength() > pos + consumed) {
                    throw new AssertionError("run outside of what was consumed");
                }
                runs.write(wire, scanner.runStart(), scanner.runLength());
                pos += consumed;
                if (consumed == 0) {
                    break;
                }
            }
        }
        if (!scanner.done()) {
            findings.put("incomplete", "body");
            return;
        }
        findings.put(finding, Wire.text(runs.toByteArray()));
        rest(wire, pos, findings);
    }
}
