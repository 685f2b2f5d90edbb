package io.tailrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tailrace.core.route.ClusterKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class ServicePortConverterTest {
    private final ServicePortConverter converter = new ServicePortConverter();

    @Test
    void shouldReadThePartsWhenThePortIsANumberOrAName() {
        assertEquals(new ClusterKey("shop", "web", "80"), converter.convert("shop/web:80"));
        assertEquals(new ClusterKey("shop", "web", "http"), converter.convert("shop/web:http"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"web:80", "shop/web", "shop/web:", "/web:80", "Shop/web:80", "a/b/c:80"})
    void shouldRefuseWhenAPartIsMissingOrNoName(String value) {
        assertThrows(TypeConversionException.class, () -> converter.convert(value));
    }
}
