package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PathsTest {
    private static String refusal(String path) {
        return String.valueOf(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Paths.normaliseRulePath(path, PathRules.DEFAULT),
                                path)
                        .getMessage());
    }

    @Test
    void shouldStayAsItIsWhenNothingIsEncoded() {
        for (String path :
                new String[] {"/", "/a", "/a/", "/a//b", "/a.b/..c", "/a;b=c", "/a\\b"}) {
            assertEquals(path, Paths.normaliseRulePath(path, PathRules.DEFAULT));
        }
    }

    @Test
    void shouldDecodeUnreservedCharactersWhenEncoded() {
        assertEquals("/admin~", Paths.normaliseRulePath("/%61dmi%6E%7e", PathRules.DEFAULT));
        assertEquals("/a%2Fb%2fc%20", Paths.normaliseRulePath("/a%2Fb%2fc%20", PathRules.DEFAULT));
    }

    @Test
    void shouldEncodeWhenNotAscii() {
        assertEquals("/caf%C3%A9", Paths.normaliseRulePath("/caf\u00e9", PathRules.DEFAULT));
        assertEquals("/%F0%9F%90%9F", Paths.normaliseRulePath("/\ud83d\udc1f", PathRules.DEFAULT));
    }

    @Test
    void shouldBeRefusedWhenNormalisationChangesItsElements() {
        for (String path :
                new String[] {"/a/../b", "/a/..", "/a/.", "/./a", "/%2e/a", "/a/.%2E/b"}) {
            assertTrue(refusal(path).contains("dot segments"), path);
        }
    }

    @Test
    void shouldBeRefusedWhenNoRequestCouldHaveIt() {
        assertTrue(refusal("/..").contains("above"));
        assertTrue(refusal("/a/..;x").contains("parameters"));
        assertTrue(refusal("/a%00").contains("%00"));
        assertTrue(refusal("/a%").contains("hex"));
        assertTrue(refusal("/a%4").contains("hex"));
        assertTrue(refusal("").contains("starts with"));
        assertTrue(refusal("a").contains("starts with"));
        assertTrue(refusal("/a b").contains("%20"));
        assertTrue(refusal("/a\tb").contains("%09"));
        assertTrue(refusal("/a\u007fb").contains("%7F"));
        assertTrue(refusal("/a?b").contains("?"));
        assertTrue(refusal("/a#b").contains("#"));
    }
}
