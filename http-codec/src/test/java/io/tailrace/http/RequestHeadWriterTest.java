package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestHeadWriterTest {
    private static final String WIRE =
            "POST http://h/a/./b?c HTTP/1.1\\r\\nHost: h\\r\\nA:b\\r\\nC: d\\r\\nConnection: x\\r\\n"
                    + "TE: trailers\\r\\nContent-Length: 12345\\r\\n\\r\\n";
    private static final Origin ORIGIN = new Origin("2001:db8::1", 8443, true, false);
    private static final String ID = "X-Request-ID: ";

    private static RequestReading reading(String wire) {
        RequestReading reading = new RequestReading().of(Wire.bytes(wire));
        reading.read();
        return reading;
    }

    private static String write(RequestHeadWriter writer, RequestReading reading) {
        UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        int length =
                writer.write(
                        reading.head,
                        reading.target,
                        ORIGIN,
                        false,
                        LastHop.NO_FIELD,
                        out,
                        100,
                        4096);
        return Wire.text(out, 100, length);
    }

    private static String id(String head) {
        int start = head.indexOf(ID) + ID.length();
        return head.substring(start, start + 32);
    }

    private static String writeForwarded(Origin origin, String wire) {
        RequestReading reading = reading(wire);
        UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        int length =
                new RequestHeadWriter(7)
                        .write(
                                reading.head,
                                reading.target,
                                origin,
                                true,
                                LastHop.NO_FIELD,
                                out,
                                0,
                                4096);
        return Wire.text(out, 0, length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-Proto: https               | true",
                "x-forwarded-proto: HTTPS , http        | true",
                "X-Forwarded-Proto: https,http          | true",
                "X-Forwarded-Proto: http, https         | false",
                "X-Forwarded-Proto: httpsx              | false",
                "X-Forwarded-Proto: http                | false",
                "X-Forwarded-Proto:                     | false",
                "X-Forwarded_Proto: https               | false",
                "X-Other: https                         | false",
            })
    void shouldKnowFromATrustedPeerWhetherTheClientSpeaksTls(String field, boolean says) {
        RequestHead head =
                reading("GET / HTTP/1.1\\r\\nHost: a\\r\\n" + field + "\\r\\n\\r\\n").head;

        assertEquals(says, new Origin("192.0.2.7", 80, false, true).clientSpeaksTls(head));
        assertFalse(new Origin("192.0.2.7", 80, false, false).clientSpeaksTls(head));
        assertTrue(new Origin("192.0.2.7", 80, true, false).clientSpeaksTls(head));
    }

    @Test
    void shouldAddForwardedWhenTold() {
        String wire = "GET / HTTP/1.1\\r\\nHost: a.b:81\\r\\nForwarded: for=1.1.1.1\\r\\n\\r\\n";
        String own = "Forwarded: for=192.0.2.7;proto=http;host=\"a.b:81\"\\r\\n";
        String stranger = writeForwarded(new Origin("192.0.2.7", 80, false, false), wire);
        assertTrue(stranger.contains(own), stranger);
        assertFalse(stranger.contains("1.1.1.1"), stranger);
        String trusted = writeForwarded(new Origin("192.0.2.7", 80, false, true), wire);
        int earlier = trusted.indexOf("Forwarded: for=1.1.1.1\\r\\n");
        assertTrue(earlier > 0 && trusted.indexOf(own) > earlier, trusted);
        String old = writeForwarded(ORIGIN, "GET / HTTP/1.0\\r\\n\\r\\n");
        assertTrue(old.contains("\\nForwarded: for=\"[2001:db8::1]\";proto=https\\r\\n"), old);
        assertFalse(write(new RequestHeadWriter(7), reading(wire)).contains("\\nForwarded:"));
    }

    @Test
    void shouldTellAboutTheClientBehindWhatWasStripped() {
        String wire =
                "GET / HTTP/1.1\\r\\nHost: a\\r\\nConnection: ssl-client-verify\\r\\n"
                        + "ssl-client-verify: SUCCESS\\r\\nSSL_Client_Cert: x\\r\\n\\r\\n";
        RequestReading reading = reading(wire);
        UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        byte[] own = Bytes.ascii("ssl-client-verify: NONE\r\n");
        int length =
                new RequestHeadWriter(7)
                        .write(reading.head, reading.target, ORIGIN, false, own, out, 0, 4096);
        String text = Wire.text(out, 0, length);
        assertTrue(text.endsWith("\\r\\nssl-client-verify: NONE\\r\\n\\r\\n"), text);
        assertFalse(text.contains("SUCCESS") || text.contains("SSL_"), text);
    }

    @Test
    void shouldWriteAllOrNothingWhenRoomIsShort() {
        RequestReading reading = reading(WIRE);
        UnsafeBuffer out = new UnsafeBuffer(new byte[4096]);
        int whole =
                new RequestHeadWriter(7)
                        .write(
                                reading.head,
                                reading.target,
                                ORIGIN,
                                false,
                                LastHop.NO_FIELD,
                                out,
                                0,
                                out.capacity());
        assertTrue(whole > 0);
        for (int room = 0; room <= whole + 1; room++) {
            out.setMemory(0, out.capacity(), (byte) '?');
            int written =
                    new RequestHeadWriter(7)
                            .write(
                                    reading.head,
                                    reading.target,
                                    ORIGIN,
                                    false,
                                    LastHop.NO_FIELD,
                                    out,
                                    50,
                                    50 + room);
            assertEquals(room < whole ? 0 : whole, written);
            assertEquals('?', out.getByte(49));
            assertEquals('?', out.getByte(50 + room));
        }
    }

    @Test
    void shouldWriteTheSameAgainWhenBytesMoved() {
        RequestReading reading = reading(WIRE);
        String first = write(new RequestHeadWriter(7), reading);
        byte[] wire = Wire.bytes("moved" + WIRE);
        reading.head.moveTo(new UnsafeBuffer(wire), 5);
        assertEquals(first, write(new RequestHeadWriter(7), reading));
    }

    @Test
    void shouldMakeIdsThatDifferWhenAskedOften() {
        RequestReading reading = reading(WIRE);
        RequestHeadWriter writer = new RequestHeadWriter(1);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(id(write(writer, reading)));
        }
        assertEquals(10_000, ids.size());
    }

    @Test
    void shouldMakeOtherIdsWhenSeedDiffers() {
        RequestReading reading = reading(WIRE);
        for (long seed : new long[] {0, 1, -1, Long.MIN_VALUE}) {
            String id = id(write(new RequestHeadWriter(seed), reading));
            assertTrue(id.matches("[0-9a-f]{32}"));
            assertNotEquals(id, id(write(new RequestHeadWriter(seed + 1), reading)));
        }
    }

    @Test
    void shouldNameAddressPortAndSchemeWhenTheConnectionHasThem() {
        String head = write(new RequestHeadWriter(1), reading(WIRE));
        assertTrue(head.contains("X-Forwarded-For: 2001:db8::1\\r\\n"));
        assertTrue(head.contains("X-Real-IP: 2001:db8::1\\r\\n"));
        assertTrue(head.contains("X-Forwarded-Port: 8443\\r\\n"));
        assertTrue(head.contains("X-Forwarded-Proto: https\\r\\n"));
    }
}
