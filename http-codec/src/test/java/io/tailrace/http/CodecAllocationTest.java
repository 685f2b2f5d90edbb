package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A warm codec takes a request and its response through all of its parts without allocating. */
final class CodecAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;
    private static final int ROUNDS = 5;
    private static final int NOISE_BYTES = 4096; // the measuring itself, once a round

    private final UnsafeBuffer request =
            Wire.buffer(
                    "POST /a/../%62?c HTTP/1.1\\r\\nHost: h\\r\\nAccept: */*\\r\\nX-Forwarded-For:"
                            + " 1\\r\\nConnection: foo\\r\\nFoo: bar\\r\\nTE: trailers\\r\\n"
                            + "Transfer-Encoding: chunked\\r\\n\\r\\n");
    private final UnsafeBuffer body = Wire.buffer("5;a=b\\r\\nhello\\r\\n0\\r\\nA: b\\r\\n\\r\\n");
    private final UnsafeBuffer bad = Wire.buffer("GET / HTTP/1.1\\r\\nA : b\\r\\n\\r\\n");
    private final UnsafeBuffer response =
            Wire.buffer("HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\nA:b\\r\\n\\r\\n");
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
    private final RequestHead requestHead = new RequestHead(128);
    private final ResponseHead responseHead = new ResponseHead(256);
    private final RequestHeadParser requestParser = new RequestHeadParser(HeadLimits.request());
    private final ResponseHeadParser responseParser = new ResponseHeadParser(HeadLimits.response());
    private final RequestTarget target = new RequestTarget(8192);
    private final RequestHeadWriter requestWriter = new RequestHeadWriter(1);
    private final ResponseHeadWriter responseWriter = new ResponseHeadWriter();
    private final ChunkScanner scanner = new ChunkScanner();
    private final Origin origin = new Origin("192.0.2.1", 80, false, false);
    private final LastHop hop = new LastHop();
    private long second;

    @Test
    void shouldNotAllocateWhenWarm() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        exchanges(WARM_UP);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            exchanges(MEASURED);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        long bytes = least;
        assertTrue(bytes < NOISE_BYTES, () -> "bytes for " + MEASURED + " exchanges: " + bytes);
    }

    private void exchanges(int count) {
        for (int i = 0; i < count; i++) {
            exchange();
        }
    }

    private void exchange() {
        hop.set(second++, 11, false, LastHop.NO_FIELD);
        requestHead.clear();
        int half = request.capacity() / 2;
        assertEquals(0, requestParser.parse(requestHead, request, 0, half));
        check(requestParser.parse(requestHead, request, 0, request.capacity()));
        check(target.resolve(requestHead, PathRules.DEFAULT));
        check(
                requestWriter.write(
                        requestHead, target, origin, false, LastHop.NO_FIELD, out, 0, 4096));
        scanner.reset(false);
        int pos = 0;
        while (!scanner.done()) {
            int consumed = scanner.scan(body, pos, body.capacity());
            check(consumed);
            pos += consumed;
        }
        responseHead.clear();
        check(
                responseParser.parse(
                        responseHead, requestHead.method(), response, 0, response.capacity()));
        check(responseWriter.write(responseHead, Framing.LENGTH, hop, out, 0, out.capacity()));
        check(ReplyWriter.write(404, "no_route", false, hop, out, 0, 4096));
        requestHead.clear();
        if (requestParser.parse(requestHead, bad, 0, bad.capacity()) >= 0) {
            throw new AssertionError("accepted");
        }
    }

    private static void check(int result) {
        if (result <= 0) {
            throw new AssertionError("result " + result);
        }
    }
}
