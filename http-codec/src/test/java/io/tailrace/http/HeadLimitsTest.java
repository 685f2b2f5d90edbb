package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class HeadLimitsTest {
    @Test
    void shouldBeRefusedWhenOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new HeadLimits(1, 63, 1));
        assertThrows(IllegalArgumentException.class, () -> new HeadLimits(0, 64, 1));
        assertThrows(IllegalArgumentException.class, () -> new HeadLimits(65, 64, 1));
        assertThrows(IllegalArgumentException.class, () -> new HeadLimits(64, 64, 0));
        assertThrows(IllegalArgumentException.class, () -> new HeadLimits(64, 64, 4097));
        assertThrows(IllegalArgumentException.class, () -> new HeadLimits(64, 1 << 21, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChunkLimits(1, 0, 0));
    }

    @Test
    void shouldHoldWhenSmallerThanTheStandardOnes() {
        HeadLimits limits = new HeadLimits(4, 64, 2);
        assertEquals(Malformed.TARGET_TOO_LONG.code(), parse(limits, "GET /1234 "));
        assertEquals(0, parse(limits, "GET /123 "));
        String twoFields = "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: b\\r\\n";
        assertEquals(0, parse(limits, twoFields));
        assertEquals(Malformed.TOO_MANY_FIELDS.code(), parse(limits, twoFields + "C"));
        String head = "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: \\{32*x}\\r\\n\\r";
        assertEquals(0, parse(limits, head));
        assertEquals(64, parse(limits, head + "\\n"));
        assertEquals(Malformed.HEAD_TOO_LARGE.code(), parse(limits, head.replace("32", "33")));
    }

    private static int parse(HeadLimits limits, String wire) {
        RequestHead head = new RequestHead(limits.maxFields());
        head.clear();
        UnsafeBuffer buffer = Wire.buffer(wire);
        return new RequestHeadParser(limits).parse(head, buffer, 0, buffer.capacity());
    }
}
