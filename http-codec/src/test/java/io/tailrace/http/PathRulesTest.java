package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathRulesTest {
    private static final PathRules REJECT = new PathRules(true, false);
    private static final PathRules MERGE = new PathRules(false, true);

    private final RequestTarget target = new RequestTarget(8192);

    private int resolve(String path, PathRules rules) {
        byte[] wire = Wire.bytes("GET " + path + " HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n");
        RequestHead head = new RequestHead(8);
        new RequestHeadParser(HeadLimits.request())
                .parse(head, new UnsafeBuffer(wire), 0, wire.length);
        return target.resolve(head, rules);
    }

    private String match() {
        return Wire.text(target.matchBuffer(), target.matchStart(), target.matchLength());
    }

    private String forward() {
        return Wire.text(target.forwardBuffer(), target.forwardStart(), target.forwardLength());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2fb", "/a%2Fb", "/%2F", "/a%5cb", "/a%5C", "/a\\\\b", "/x/..%2fa"})
    void shouldRefuseWhatPodsMayTakeForASlashWhenTold(String path) {
        assertEquals(Malformed.ENCODED_SLASH.code(), resolve(path, REJECT));
        assertEquals(1, resolve(path, PathRules.DEFAULT));
        assertEquals(1, resolve(path, MERGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a//b", "/a%20b", "/a?x=%2f", "/%25%32%66"})
    void shouldTakeTheRestWhenEncodedSlashesAreRefused(String path) {
        assertEquals(1, resolve(path, REJECT));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /, /",
        "/a/b, /a/b, /a/b",
        "//, /, //",
        "//admin, /admin, //admin",
        "/a//b///c//, /a/b/c/, /a//b///c//",
        "/a//../b, /a/b, /a/b",
        "/a/..//b, /b, //b",
        "/%61//%2f/, /a/%2f/, /%61//%2f/"
    })
    void shouldMatchRunsOfSlashesAsOneWhenTold(String path, String match, String forward) {
        assertEquals(1, resolve(path, MERGE));
        assertEquals(match, match());
        assertEquals(forward, forward());
    }

    @Test
    void shouldBringRulePathsIntoTheSameForm() {
        assertEquals("/a/b", Paths.normaliseRulePath("/a//b", MERGE));
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Paths.normaliseRulePath("/a%2fb", REJECT));
        assertEquals(
                "no request with \"%2f\", \"%5c\" or a backslash is accepted, as encoded-slash is"
                        + " reject",
                e.getMessage());
    }
}
