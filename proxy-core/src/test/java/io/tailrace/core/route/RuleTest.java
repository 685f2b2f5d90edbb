package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
    private static final ClusterKey TARGET = new ClusterKey("shop", "web", "80");

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "shop.example", "*.shop.example", "*.example", "10.0.0.1"})
    void shouldTakeHostWhenItIsNameWildcardOrEmpty(String host) {
        assertEquals(host, new Rule(host, "/", PathType.PREFIX, TARGET, "test").host());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Shop.example",
                "shop.example.",
                "*",
                "*.",
                "*.*.example",
                "*shop.example",
                "a.*",
                "*..example",
                ".example",
                "shop example",
                "caf\u00e9.example",
                "a_b.example",
                "[::1]"
            })
    void shouldThrowWhenHostCouldNeverBeMatchedAsItStands(String host) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Rule(host, "/", PathType.PREFIX, TARGET, "test"));
    }

    @ParameterizedTest
    @CsvSource({"'',EXACT", "'',PREFIX", "foo,EXACT", "foo/,PREFIX", "/,ANY", "/foo,ANY"})
    void shouldThrowWhenPathDoesNotFitType(String path, PathType type) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Rule("shop.example", path, type, TARGET, "test"));
    }

    @Test
    void shouldThrowWhenPathIsNotNormalised() {
        for (String path : new String[] {"/caf\u00e9", "/a b", "/a\tb", "/a\u0000"}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Rule("shop.example", path, PathType.EXACT, TARGET, "test"));
        }
    }
}
