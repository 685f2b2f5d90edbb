package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tailrace.control.model.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class SecretNameConverterTest {
    private final SecretNameConverter converter = new SecretNameConverter();

    @Test
    void shouldReadBothPartsWhenTheyAreNames() {
        assertEquals(ObjectKey.secret("shop", "web-tls"), converter.convert("shop/web-tls"));
        assertEquals(ObjectKey.secret("shop", "a.example"), converter.convert("shop/a.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web-tls", "shop/", "/web", "Shop/web", "a/b/c", "shop/.a", "a.b/c"})
    void shouldRefuseWhenAPartIsMissingOrNoName(String value) {
        assertThrows(TypeConversionException.class, () -> converter.convert(value));
    }
}
