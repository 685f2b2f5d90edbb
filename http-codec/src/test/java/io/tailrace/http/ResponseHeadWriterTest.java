package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ResponseHeadWriterTest {
    private static final String WIRE =
            "HTTP/1.1 200 OK\\r\\nA:b\\r\\nC: d\\r\\nKeep-Alive: x\\r\\nContent-Length: 12\\r\\n\\r\\n";

    private static final byte[] HSTS = Bytes.ascii("Strict-Transport-Security: max-age=1\r\n");

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

    private static String write(int status, byte[] strictTransport) {
        ResponseReading reading =
                new ResponseReading()
                        .of(
                                Method.GET,
                                Wire.bytes(
                                        "HTTP/1.1 "
                                                + status
                                                + " OK\\r\\nContent-Length: 0\\r\\n"
                                                + "strict-transport-security: max-age=9\\r\\n\\r\\n"));
        reading.read();
        UnsafeBuffer out = new UnsafeBuffer(new byte[1024]);
        LastHop hop = new LastHop().set(0, 11, false, strictTransport);
        int length =
                new ResponseHeadWriter().write(reading.head, Framing.LENGTH, hop, out, 0, 1024);
        return Wire.text(out, 0, length);
    }

    @Test
    void shouldReplaceWhatThePodSaysOfTlsWhenTold() {
        String replaced = write(200, HSTS);
        assertTrue(replaced.contains("\\r\\nStrict-Transport-Security: max-age=1\\r\\n"), replaced);
        assertFalse(replaced.contains("max-age=9"), replaced);
    }

    @Test
    void shouldKeepWhatThePodSaysOfTlsWhenNotTold() {
        String kept = write(200, LastHop.NO_FIELD);
        assertTrue(kept.contains("\\r\\nstrict-transport-security: max-age=9\\r\\n"), kept);
    }

    @Test
    void shouldHaveNothingOfOursWhenTheHeadIsInterim() {
        assertFalse(write(103, HSTS).contains("max-age=1"));
    }

    private static int write(
            ResponseHeadWriter writer,
            ResponseReading reading,
            UnsafeBuffer out,
            int offset,
            int limit) {
        return writer.write(
                reading.head,
                Framing.LENGTH,
                new LastHop().set(0, 10, false, HSTS),
                out,
                offset,
                limit);
    }
}
