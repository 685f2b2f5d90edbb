package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DescriptorLimitTest {
    @ParameterizedTest
    @CsvSource({
        "20000, 9900",
        "300, 50",
        "100, 32",
        "1048576, 524188",
        "9223372036854775807, 2147483647",
        "unlimited, 2147483647"
    })
    void shouldAllowHalfOfTheDescriptorsThatAreLeft(String soft, int connections) {
        assertEquals(
                connections,
                DescriptorLimit.connections(
                        "Limit                     Soft Limit           Hard Limit           Units\n"
                                + "Max processes             95000                95000"
                                + "                processes\n"
                                + "Max open files            "
                                + soft
                                + "                20000                files\n"));
    }

    @Test
    void shouldSetNoLimitWhenTheSystemTellsNone() {
        assertEquals(Integer.MAX_VALUE, DescriptorLimit.connections(""));
        assertTrue(DescriptorLimit.connections() > 0);
    }
}
