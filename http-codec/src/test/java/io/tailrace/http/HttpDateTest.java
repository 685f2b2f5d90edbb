package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class HttpDateTest {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);
    private static final long YEAR_10000 = 253_402_300_800L;

    private final HttpDate date = new HttpDate();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[40]);

    private void check(long epochSeconds) {
        date.update(epochSeconds);
        assertEquals(HttpDate.LENGTH, date.write(out, 5));
        assertEquals(
                FORMAT.format(Instant.ofEpochSecond(epochSeconds)),
                out.getStringWithoutLengthAscii(5, HttpDate.LENGTH));
    }

    @Test
    void shouldBeTheExampleOfTheRfcWhenItIsThatSecond() {
        date.update(784_111_777);
        date.write(out, 0);
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", out.getStringWithoutLengthAscii(0, 29));
    }

    @Test
    void shouldEqualTheCalendarWhenAnyDayIsAsked() {
        for (long day = 0; day * 86_400 < 4_200_000_000L; day++) {
            check(day * 86_400 + day % 86_400);
        }
    }

    @Test
    void shouldEqualTheCalendarWhenTimeJumps() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            check(random.nextLong(YEAR_10000));
        }
        check(0);
        check(YEAR_10000 - 1);
    }
}
