package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class AddressConverterTest {
    private final AddressConverter converter = new AddressConverter();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8080", "0.0.0.0:0", "10.1.2.3:65535"})
    void shouldReadBackWhatItFormatsWhenTheAddressIsIpv4(String value) {
        assertEquals(value, AddressConverter.format(converter.convert(value)));
    }

    @Test
    void shouldTakeBracketsOffWhenTheAddressIsIpv6() {
        assertEquals(
                "[0:0:0:0:0:0:0:1]:80", AddressConverter.format(converter.convert("[::1]:80")));
    }

    @Test
    void shouldResolveWhenTheAddressIsAName() {
        assertTrue(converter.convert("localhost:80").getAddress().isLoopbackAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "8080, is not ADDR:PORT",
        ":8080, is not ADDR:PORT",
        "::1:8080, is not ADDR:PORT",
        "'', is not ADDR:PORT",
        "127.0.0.1:, from 0 (any free one) to 65535",
        "127.0.0.1:65536, from 0 (any free one) to 65535",
        "127.0.0.1:-1, from 0 (any free one) to 65535",
        "127.0.0.1:+1, from 0 (any free one) to 65535",
        "no.such.name.invalid:80, no address is known",
    })
    void shouldSayWhatIsWrongWhenTheValueIsNone(String value, String message) {
        Exception thrown =
                assertThrows(TypeConversionException.class, () -> converter.convert(value));
        assertTrue(thrown.toString().contains(message), thrown.toString());
    }
}
