package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class CoresConverterTest {
    private final CoresConverter converter = new CoresConverter();

    @Test
    void shouldReadTheNumberWhenItIsInRange() {
        assertEquals(1, converter.convert("1"));
        assertEquals(256, converter.convert("256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257", "-1", "+2", "two", "", "99999999999"})
    void shouldNameTheRangeWhenTheNumberIsOutside(String value) {
        Exception thrown =
                assertThrows(TypeConversionException.class, () -> converter.convert(value));
        assertTrue(thrown.toString().contains("from 1 to 256"), thrown.toString());
    }
}
