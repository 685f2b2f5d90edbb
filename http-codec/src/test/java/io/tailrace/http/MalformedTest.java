package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MalformedTest {
    @Test
    void shouldBeFoundByItsCodeWhenReturnedByAParser() {
        for (Malformed malformed : Malformed.values()) {
            assertTrue(malformed.code() < 0);
            assertSame(malformed, Malformed.of(malformed.code()));
        }
    }

    @Test
    void shouldHaveAReasonOfItsOwnWhenCounted() {
        long reasons = Arrays.stream(Malformed.values()).map(Malformed::reason).distinct().count();
        assertEquals(Malformed.values().length, reasons);
    }

    @Test
    void shouldTellStatusReasonAndRuleWhenShown() {
        for (Malformed malformed : Malformed.values()) {
            assertTrue(malformed.status() >= 400 && malformed.status() < 600);
            assertTrue(malformed.reason().matches("[a-z][a-z0-9_]*"), malformed.reason());
            assertTrue(malformed.rfc().matches("RFC \\d+ [\\d.]+"), malformed.rfc());
        }
    }
}
