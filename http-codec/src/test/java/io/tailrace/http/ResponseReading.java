package io.tailrace.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads one response head and its body from bytes that come in pieces, as a connection would, and
 * tells everything that was found out about it.
 *
 * <p>Thread: any, one at a time.
 */
final class ResponseReading {
    final ResponseHead head = new ResponseHead(HeadLimits.response().maxFields());
    private final ResponseHeadParser parser = new ResponseHeadParser(HeadLimits.response());
    private final Map<String, String> findings = new LinkedHashMap<>();

    private ResponseReading() {}

    /** What is found out when the bytes come in pieces that end at {@code cuts}. */
    static Map<String, String> read(Method method, byte[] wire, int... cuts) {
        return reading(method, wire, cuts).findings;
    }

    static ResponseReading reading(Method method, byte[] wire, int... cuts) {
        ResponseReading reading = new ResponseReading();
        int[] ends = Arrays.copyOf(cuts, cuts.length + 1);
        ends[cuts.length] = wire.length;
        reading.head.clear();
        int result = 0;
        for (int i = 0; i < ends.length && result == 0; i++) {
            int start = i % 7;
            byte[] memory = new byte[start + ends[i] + 9];
            System.arraycopy(wire, 0, memory, start, ends[i]);
            UnsafeBuffer buffer = new UnsafeBuffer(memory);
            reading.head.moveTo(buffer, start);
            result = reading.parser.parse(reading.head, method, buffer, start, start + ends[i]);
        }
        if (result == 0) {
            reading.findings.put("incomplete", "head");
        } else if (result < 0) {
            reading.findings.put("refused", "502 " + Malformed.of(result).reason());
        } else {
            reading.head.moveTo(new UnsafeBuffer(wire), 0);
            reading.foundHead(result, wire, ends);
        }
        return reading;
    }

    private void foundHead(int length, byte[] wire, int[] ends) {
        findings.put("status", String.valueOf(head.status()));
        findings.put("version", String.valueOf(head.version()));
        findings.put("reason", Wire.text(head.buffer(), head.reasonStart(), head.reasonLength()));
        findings.put("interim", RequestReading.yes(head.interim()));
        findings.put("persistent", RequestReading.yes(head.persistent()));
        findings.put("keep-alive", String.valueOf(head.keepAliveTimeoutSeconds()));
        findings.put("declared", String.valueOf(head.declaredLength()));
        findings.put("fields", String.valueOf(head.fieldCount()));
        findings.put("framing", RequestReading.framing(head.framing(), head.contentLength()));
        BodyReading.read(head.framing(), head.contentLength(), wire, length, ends, findings);
        if (findings.containsKey("refused")) {
            findings.computeIfPresent("refused", (key, value) -> "502" + value.substring(3));
        }
    }
}
