package io.tailrace.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8:0:4::/62, 2001:db8:0:7::9, true",
        "2001:db8:0:4::/62, 2001:db8:0:8::9, false",
    })
    void shouldContainAddressesWithItsPrefix(String range, String address, boolean expected) {
        assertEquals(expected, Cidr.parse(range).contains(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "host/8", "::/129", "10/8"})
    void shouldSayWhatIsWrong(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
        assertTrue(String.valueOf(e.getMessage()).startsWith(text), e::toString);
    }
}
