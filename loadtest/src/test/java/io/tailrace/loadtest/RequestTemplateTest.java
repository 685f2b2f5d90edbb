package io.tailrace.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTemplateTest {
    @Test
    void shouldSendHostFieldsAndBodyWhenTheyAreGiven() {
        RequestTemplate request =
                RequestTemplate.of("PUT", "/a?b", "foo.org", List.of("X-A:1", "X-A: 2 "), 3);
        assertEquals(
                "PUT /a?b HTTP/1.1\r\nHost: foo.org\r\nUser-Agent: tailrace-load\r\n"
                        + "X-A: 1\r\nX-A: 2\r\nContent-Length: 3\r\n\r\nxxx",
                StandardCharsets.UTF_8.decode(request.view()).toString());
        assertFalse(request.isHead());
        assertFalse(request.closes());
    }

    @Test
    void shouldStateALengthOnlyWhenTheMethodUsuallyHasContent() {
        assertTrue(text(RequestTemplate.of("POST", "/", "h", List.of(), 0)).contains("Length: 0"));
        assertFalse(text(RequestTemplate.of("GET", "/", "h", List.of(), 0)).contains("Length"));
    }

    @Test
    void shouldKnowWhatTheRequestMeansForItsAnswerWhenItIsBuilt() {
        List<String> close = List.of("connection: Close");
        assertTrue(RequestTemplate.of("HEAD", "/", "h", List.of(), 0).isHead());
        assertTrue(RequestTemplate.of("GET", "/", "h", close, 0).closes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", ": 1", "X Y: 1", "X: a\r\nY: b", "Host: a", "content-length: 1"})
    void shouldRefuseWhenAFieldWouldBreakTheRequest(String field) {
        assertThrows(
                IllegalArgumentException.class,
                () -> RequestTemplate.of("GET", "/", "h", List.of(field), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G T", "CONNECT"})
    void shouldRefuseWhenTheMethodCannotBeSent(String method) {
        assertThrows(
                IllegalArgumentException.class,
                () -> RequestTemplate.of(method, "/", "h", List.of(), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "http://foo.org, foo.org, 80, foo.org, /",
        "HTTP://foo.org:80/a%2Fb?c=%20&d, foo.org, 80, foo.org, /a%2Fb?c=%20&d",
        "http://[::1]:8080?q, [::1], 8080, [::1]:8080, /?q",
        "http://127.0.0.1:9/caf\u00e9, 127.0.0.1, 9, 127.0.0.1:9, /caf%C3%A9",
    })
    void shouldTakeTheUrlApartWhenItIsPlainHttp(
            String url, String host, int port, String authority, String pathAndQuery) {
        assertEquals(new Target(url, host, port, authority, pathAndQuery), Target.parse(url));
    }

    @ParameterizedTest
    @CsvSource({
        "https://foo.org/, https is not supported yet",
        "foo.org/, must start with http://",
        "ftp://foo.org/, must start with http://",
        "http:///x, no valid host",
        "http://foo_bar/, no valid host",
        "http://a@foo.org/, neither user@",
        "http://foo.org/#x, nor #fragment",
        "http://foo.org:0/, 1 to 65535",
        "http://foo.org:65536/, 1 to 65535",
        "http://foo.org/a b, not a URL",
    })
    void shouldSayWhyInOneLineWhenTheUrlIsNotUsable(String url, String why) {
        String said =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> Target.parse(url))
                                .getMessage());
        assertTrue(said.startsWith(url + ": ") && said.contains(why), said);
        assertEquals(1, said.lines().count());
    }

    private static String text(RequestTemplate request) {
        return StandardCharsets.UTF_8.decode(request.view()).toString();
    }
}
