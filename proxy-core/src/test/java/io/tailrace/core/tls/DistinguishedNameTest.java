package io.tailrace.core.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DistinguishedNameTest {
    @Test
    void shouldEscapeWhateverCouldEndALineOrIsNotAscii() {
        String name = "CN=\"a\r\nssl-client-verify: SUCCESS\t\u00e9\u2028\u007f\", O=b";
        assertEquals(
                "CN=a\\0D\\0Assl-client-verify: SUCCESS\\09\\C3\\A9\\E2\\80\\A8\\7F,O=b",
                DistinguishedName.text(new X500Principal(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "CN=a                       | a",
                "O=x, CN=a, C=DE            | a",
                "CN=first, CN=second        | first",
                "UID=u+CN=a, O=b            | a",
                "O=\"x,CN=admin\", CN=b     | b",
                "O=\"x+CN=admin\"           | ''",
                "CN=\"a, b+c=d\"            | a, b+c=d",
                "CN=\"a\\\\,CN=admin\"      | a\\,CN=admin",
                "OU=CN=admin                | ''",
                "O=b                        | ''",
            })
    void shouldFindTheMostSpecificCommonName(String name, String commonName) {
        assertEquals(commonName, DistinguishedName.commonName(new X500Principal(name)));
    }

    @Test
    void shouldNotTakeAnEscapedNulForDigits() {
        assertEquals("a\0b", DistinguishedName.commonName(new X500Principal("CN=\"a\0b\"")));
    }
}
