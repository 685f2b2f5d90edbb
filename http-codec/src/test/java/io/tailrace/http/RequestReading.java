package io.tailrace.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads one request from bytes that come in pieces, as a connection would, and tells everything
 * that was found out about it. The bytes move to another buffer with every piece.
 *
 * <p>Thread: any, one at a time.
 */
final class RequestReading {
    private static final int GUARD = 0xee; // behind what has come: nobody may have looked at it

    final RequestHead head = new RequestHead(HeadLimits.request().maxFields());
    final RequestTarget target = new RequestTarget(HeadLimits.request().maxTargetBytes());
    private final RequestHeadParser parser = new RequestHeadParser(HeadLimits.request());
    private final Map<String, String> findings = new LinkedHashMap<>();
    private final byte[] wire;

    private RequestReading(byte[] wire) {
        this.wire = wire;
    }

    /** What is found out when the bytes come in pieces that end at {@code cuts}. */
    static Map<String, String> read(byte[] wire, int... cuts) {
        return reading(wire, cuts).findings;
    }

    static RequestReading reading(byte[] wire, int... cuts) {
        RequestReading reading = new RequestReading(wire);
        int[] ends = Arrays.copyOf(cuts, cuts.length + 1);
        ends[cuts.length] = wire.length;
        reading.head.clear();
        int result = 0;
        for (int i = 0; i < ends.length && result == 0; i++) {
            int start = i % 7;
            UnsafeBuffer buffer = arrived(wire, start, ends[i]);
            reading.head.moveTo(buffer, start);
            result = reading.parser.parse(reading.head, buffer, start, start + ends[i]);
        }
        if (result == 0) {
            reading.findings.put("incomplete", "head");
        } else if (result < 0) {
            reading.refuse(result);
        } else {
            reading.head.moveTo(arrived(wire, 3, wire.length), 3);
            reading.foundHead(result, ends);
        }
        return reading;
    }

    private static UnsafeBuffer arrived(byte[] wire, int start, int length) {
        byte[] memory = new byte[start + length + 9];
        Arrays.fill(memory, (byte) GUARD);
        System.arraycopy(wire, 0, memory, start, length);
        return new UnsafeBuffer(memory);
    }

    private void refuse(int code) {
        Malformed malformed = Malformed.of(code);
        findings.put("refused", malformed.status() + " " + malformed.reason());
    }

    private void foundHead(int length, int[] ends) {
        int resolved = target.resolve(head);
        if (resolved < 0) {
            refuse(resolved);
            return;
        }
        DirectBuffer buffer = head.buffer();
        findings.put("method", Wire.text(buffer, head.methodStart(), head.methodLength()));
        findings.put("target", Wire.text(buffer, head.targetStart(), head.targetLength()));
        findings.put("version", String.valueOf(head.version()));
        findings.put("host", Wire.text(buffer, head.hostStart(), head.hostLength()));
        findings.put("name", Wire.text(buffer, head.hostStart(), head.hostNameLength()));
        findings.put(
                "match",
                Wire.text(target.matchBuffer(), target.matchStart(), target.matchLength()));
        findings.put(
                "forward",
                Wire.text(target.forwardBuffer(), target.forwardStart(), target.forwardLength()));
        findings.put("query", Wire.text(buffer, target.queryStart(), target.queryLength()));
        findings.put("asterisk", yes(target.asterisk()));
        findings.put("persistent", yes(head.persistent()));
        findings.put("expects", yes(head.expectContinue()));
        findings.put("upgrade", yes(head.upgrade()));
        findings.put("fields", String.valueOf(head.fieldCount()));
        findings.put("framing", framing(head.framing(), head.contentLength()));
        BodyReading.read(head.framing(), head.contentLength(), wire, length, ends, findings);
    }

    static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    static String framing(Framing framing, long length) {
        return switch (framing) {
            case NONE -> "none";
            case LENGTH -> "length " + length;
            case CHUNKED -> "chunked";
            case UNTIL_CLOSE -> "until close";
        };
    }

    /** Every field as name and value, one a line. */
    String fields() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < head.fieldCount(); i++) {
            byte[] name = new byte[head.nameLength(i)];
            head.buffer().getBytes(head.nameStart(i), name);
            byte[] value = new byte[head.valueLength(i)];
            head.buffer().getBytes(head.valueStart(i), value);
            out.writeBytes(name);
            out.write('=');
            out.writeBytes(value);
            out.write('\n');
        }
        return out.toString(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
