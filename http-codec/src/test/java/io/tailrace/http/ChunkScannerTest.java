package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ChunkScannerTest {
    private final ChunkScanner scanner = new ChunkScanner();

    private String run(UnsafeBuffer buffer) {
        return Wire.text(buffer, scanner.runStart(), scanner.runLength());
    }

    @Test
    void shouldTakeManyChunksInOneCallWhenNoneCarriesAnExtension() {
        UnsafeBuffer buffer = Wire.buffer("1\\r\\na\\r\\n2\\r\\nbc\\r\\n0\\r\\n\\r\\nnext");
        scanner.reset(false);
        assertEquals(buffer.capacity() - 4, scanner.scan(buffer, 0, buffer.capacity()));
        assertEquals("1\\r\\na\\r\\n2\\r\\nbc\\r\\n0\\r\\n\\r\\n", run(buffer));
        assertTrue(scanner.done());
    }

    @Test
    void shouldEndTheCallWhenAnExtensionLeavesAGap() {
        UnsafeBuffer buffer = Wire.buffer("1\\r\\na\\r\\n2;x\\r\\nbc\\r\\n");
        scanner.reset(false);
        assertEquals(9, scanner.scan(buffer, 0, buffer.capacity()));
        assertEquals("1\\r\\na\\r\\n2", run(buffer));
        assertEquals(6, scanner.scan(buffer, 9, buffer.capacity()));
        assertEquals("\\r\\nbc\\r\\n", run(buffer));
        assertFalse(scanner.done());
    }

    @Test
    void shouldGiveOneChunksDataPerCallWhenOnlyPayloadGoesOn() {
        UnsafeBuffer buffer = Wire.buffer("1\\r\\na\\r\\n2\\r\\nbc\\r\\n0\\r\\nA: b\\r\\n\\r\\n");
        scanner.reset(true);
        int first = scanner.scan(buffer, 0, buffer.capacity());
        assertEquals("a", run(buffer));
        int second = scanner.scan(buffer, first, buffer.capacity());
        assertEquals("bc", run(buffer));
        assertEquals(buffer.capacity(), first + second);
        assertTrue(scanner.done());
    }

    @Test
    void shouldHoldBackTrailersWhenTheyAreNotComplete() {
        UnsafeBuffer buffer = Wire.buffer("0\\r\\nA: b\\r\\n\\r\\n");
        scanner.reset(false);
        assertEquals(3, scanner.scan(buffer, 0, buffer.capacity() - 1));
        assertEquals("0\\r\\n", run(buffer));
        assertEquals(0, scanner.scan(buffer, 3, buffer.capacity() - 1));
        assertEquals(0, scanner.runLength());
        assertEquals(8, scanner.scan(buffer, 3, buffer.capacity()));
        assertEquals("A: b\\r\\n\\r\\n", run(buffer));
        assertTrue(scanner.done());
    }

    @Test
    void shouldConsumeNothingWhenDone() {
        UnsafeBuffer buffer = Wire.buffer("0\\r\\n\\r\\nGET");
        scanner.reset(false);
        scanner.scan(buffer, 0, buffer.capacity());
        assertEquals(0, scanner.scan(buffer, 5, buffer.capacity()));
        assertEquals(0, scanner.runLength());
    }

    @Test
    void shouldForgetTheLastBodyWhenReset() {
        UnsafeBuffer buffer = Wire.buffer("5;a=\\{200*x}\\r\\nhel");
        for (int i = 0; i < 100; i++) {
            scanner.reset(false);
            assertTrue(scanner.scan(buffer, 0, buffer.capacity()) > 0);
            assertFalse(scanner.done());
        }
    }

    @Test
    void shouldHoldItsLimitsWhenSmallerThanTheStandardOnes() {
        assertEquals(Malformed.TRAILER_TOO_LARGE.code(), limited("0\\r\\nAb: cdefg\\r\\n\\r\\n"));
        assertEquals(15, limited("0\\r\\nAb: cdef\\r\\n\\r\\n"));
        assertEquals(
                Malformed.CHUNK_EXTENSION_TOO_LONG.code(),
                limited("1;abc\\r\\nx\\r\\n0\\r\\n\\r\\n"));
        assertEquals(
                Malformed.CHUNK_EXTENSION_TOO_LONG.code(),
                limited("1;a\\r\\nx\\r\\n1;b\\r\\nx\\r\\n1;c\\r\\nx\\r\\n0\\r\\n\\r\\n"));
    }

    /** Bytes consumed in all, or the fault. */
    private static int limited(String wire) {
        UnsafeBuffer buffer = Wire.buffer(wire);
        ChunkScanner limited = new ChunkScanner(new ChunkLimits(12, 3, 5));
        limited.reset(false);
        int pos = 0;
        while (!limited.done()) {
            int consumed = limited.scan(buffer, pos, buffer.capacity());
            if (consumed < 0) {
                return consumed;
            }
            pos += consumed;
        }
        return pos;
    }
}
