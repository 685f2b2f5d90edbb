package io.tailrace.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Reads one request from bytes that come in pieces, as a connection would, and tells everything
 * that was found out about it. The bytes move to other memory with every piece.
 *
 * <p>Thread: any, one at a time.
 */
public final class RequestReading {
    final RequestHead head = new RequestHead(HeadLimits.request().maxFields());
    final RequestTarget target = new RequestTarget(HeadLimits.request().maxTargetBytes());
    private final RequestHeadParser parser = new RequestHeadParser(HeadLimits.request());
    private Arrivals arrivals = new Arrivals(new byte[0]);
    private Map<String, String> findings = new LinkedHashMap<>();

    /** The next message to read; this object. */
    public RequestReading of(byte[] wire) {
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
            result = parser.parse(head, buffer, start, start + ends[i]);
        }
        if (result == 0) {
            findings.put("incomplete", "head");
        } else if (result < 0) {
            refuse(result);
        } else {
            foundHead(result, ends);
        }
        return findings;
    }

    private void refuse(int code) {
        Malformed malformed = Malformed.of(code);
        findings.put("refused", malformed.status() + " " + malformed.reason());
    }

    private void foundHead(int length, int[] ends) {
        int resolved = target.resolve(head, PathRules.DEFAULT);
        if (resolved < 0) {
            refuse(resolved);
            return;
        }
        head.moveTo(arrivals.buffer(3, arrivals.length()), arrivals.start(3));
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
        BodyReading.read(head.framing(), head.contentLength(), arrivals, length, ends, findings);
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
}
