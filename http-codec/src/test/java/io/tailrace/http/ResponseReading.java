package io.tailrace.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Reads one response head and its body from bytes that come in pieces, as a connection would, and
 * tells everything that was found out about it.
 *
 * <p>Thread: any, one at a time.
 */
public final class ResponseReading {
    final ResponseHead head = new ResponseHead(HeadLimits.response().maxFields());
    private final ResponseHeadParser parser = new ResponseHeadParser(HeadLimits.response());
    private Method method = Method.GET;
    private Arrivals arrivals = new Arrivals(new byte[0]);
    private Map<String, String> findings = new LinkedHashMap<>();

    /** The next message to read, and the method of the request that it answers; this object. */
    public ResponseReading of(Method method, byte[] wire) {
        this.method = method;
        arrivals = new Arrivals(wire);
        return this;
    }

    /** What is found out when the bytes come in pieces that end at {@code cuts}. */
    public Map<String, String> read(int... cuts) {
        findings = new LinkedHashMap<>();
        int[] ends = arrivals.ends(cuts);
        head.clear();
        int result = 0;
        for (int i = 0; i < ends.length && result == 0; i++) {
            int start = arrivals.start(i);
            DirectBuffer buffer = arrivals.buffer(i, ends[i]);
            head.moveTo(buffer, start);
            result = parser.parse(head, method, buffer, start, start + ends[i]);
        }
        if (result == 0) {
            findings.put("incomplete", "head");
        } else if (result < 0) {
            findings.put("refused", "502 " + Malformed.of(result).reason());
        } else {
            foundHead(result, ends);
        }
        return findings;
    }

    private void foundHead(int length, int[] ends) {
        head.moveTo(arrivals.buffer(3, arrivals.length()), arrivals.start(3));
        findings.put("status", String.valueOf(head.status()));
        findings.put("version", String.valueOf(head.version()));
        findings.put("reason", Wire.text(head.buffer(), head.reasonStart(), head.reasonLength()));
        findings.put("interim", RequestReading.yes(head.interim()));
        findings.put("persistent", RequestReading.yes(head.persistent()));
        findings.put("keep-alive", String.valueOf(head.keepAliveTimeoutSeconds()));
        findings.put("declared", String.valueOf(head.declaredLength()));
        findings.put("fields", String.valueOf(head.fieldCount()));
        findings.put("framing", RequestReading.framing(head.framing(), head.contentLength()));
        BodyReading.read(head.framing(), head.contentLength(), arrivals, length, ends, findings);
        findings.computeIfPresent("refused", (key, value) -> "502" + value.substring(3));
    }
}
