package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ResponseHeadWriterTest {
    private static final String WIRE =
            "HTTP/1.1 200 OK\\r\\nA:b\\r\\nC: d\\r\\nKeep-Alive: x\\r\\nContent-Length: 12\\r\\n\\r\\n";

    @Test
    void shouldWriteAllOrNothingWhenRoomIsShort() {
        ResponseReading reading = new ResponseReading().of(Method.GET, Wire.bytes(WIRE));
        reading.read();
        UnsafeBuffer out = new UnsafeBuffer(new byte[1024]);
        ResponseHeadWriter writer = new ResponseHeadWriter();
        int whole = write(writer, reading, out, 0, 1024);
        assertTrue(whole > 0);
        for (int room = 0; room <= whole + 1; room++) {
            out.setMemory(0, out.capacity(), (byte) '?');
            assertEquals(room < whole ? 0 : whole, write(writer, reading, out, 50, 50 + room));
            assertEquals('?', out.getByte(49));
            assertEquals('?', out.getByte(50 + room));
        }
    }

    private static int write(
            ResponseHeadWriter writer,
            ResponseReading reading,
            UnsafeBuffer out,
            int offset,
            int limit) {
        return writer.write(
                reading.head, Framing.LENGTH, 10, false, new HttpDate(), out, offset, limit);
    }
}
