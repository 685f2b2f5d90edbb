package io.tailrace.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tailrace.loadtest.ResponseReader.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every response is read once for each place where it can be split in two, and byte by byte. */
final class ResponseReaderTest {
    private final ResponseReader reader = new ResponseReader();

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 200, 5",
        "'HTTP/1.1 200 \r\ncontent-length:0\r\n\r\n', 200, 0",
        "'HTTP/1.1 404 Not \t\u00e9 Found\r\nX: \u00e9\r\nContent-Length: \t 2 \t\r\n\r\nno', 404, 2",
        "'HTTP/1.1 999 X\r\nX-Empty:\r\nContent-Length: 000000000000000001\r\n\r\n1', 999, 1",
        "'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n1', 200, 1",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', 200, 5",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n', 200, 0",
        "'HTTP/1.1 200 OK\r\ntransfer-encoding:chunked\r\n\r\n"
                + "00a;n=\"v\"\r\n0123\r\n6789\r\nA\r\n0123456789\r\n0;x\r\nT: 1\r\nU: \r\n\r\n',"
                + " 200, 20",
        "'HTTP/1.1 204 No Content\r\n\r\n', 204, 0",
        "'HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\n\r\n', 304, 0",
        "'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1', 200, 1",
    })
    void shouldReadToTheLastByteWhenTheResponseIsRight(String wire, int status, long bodyBytes) {
        everySplit(
                wire,
                false,
                (progress, rest) -> {
                    assertEquals(Progress.COMPLETE, progress);
                    assertEquals(status, reader.status());
                    assertEquals(bodyBytes, reader.bodyBytes());
                    assertEquals(0, rest);
                });
    }

    @ParameterizedTest
    @CsvSource({
        // The status line
        "'HTTP/2.0 200 OK\r\n\r\n', does not start with HTTP/1.1",
        "'http/1.1 200 OK\r\n\r\n', does not start with HTTP/1.1",
        "'\r\nHTTP/1.1 200 OK\r\n\r\n', does not start with HTTP/1.1",
        "'HTTP/1.1  200 OK\r\n\r\n', not three digits",
        "'HTTP/1.1 20 OK\r\n\r\n', not three digits",
        "'HTTP/1.1 +20 OK\r\n\r\n', not three digits",
        "'HTTP/1.1 2000 OK\r\n\r\n', no space behind the status",
        "'HTTP/1.1 200\r\n\r\n', no space behind the status",
        "'HTTP/1.1 099 Low\r\n\r\n', status below 100",
        "'HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n', upgrade that nobody asked for",
        // Line ends and field lines
        "'HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n', LF without CR",
        "'HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n', LF without CR",
        "'HTTP/1.1 200 O\rK\r\n\r\n', CR without LF",
        "'HTTP/1.1 200 OK\r\nX: \0\r\n\r\n', control byte 0x00",
        "'HTTP/1.1 200 OK\r\nX: \u007f\r\n\r\n', control byte 0x7f",
        "'HTTP/1.1 200 OK\r\nX : 1\r\n\r\n', without a token and a colon",
        "'HTTP/1.1 200 OK\r\n: 1\r\n\r\n', without a token and a colon",
        "'HTTP/1.1 200 OK\r\nX\r\n\r\n', without a token and a colon",
        "'HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\n\r\n', without a token and a colon",
        // Framing
        "'HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n', not 1 to 18 digits",
        "'HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n', not 1 to 18 digits",
        "'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n', not 1 to 18 digits",
        "'HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n', not 1 to 18 digits",
        "'HTTP/1.1 200 OK\r\nContent-Length: 1,1\r\n\r\n', not 1 to 18 digits",
        "'HTTP/1.1 200 OK\r\nContent-Length: 0000000000000000001\r\n\r\n', not 1 to 18 digits",
        "'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n', more than one",
        "'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', both",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n', not exactly one chunked",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked,\r\n\r\n', not exactly one chunked",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n', not exactly one chunked",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n',"
                + " not exactly one chunked",
        "'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', Transfer-Encoding in HTTP/1.0",
        "'HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n', a length or coding on status 204",
        "'HTTP/1.1 103 Hi\r\nTransfer-Encoding: chunked\r\n\r\n', length or coding on status 103",
    })
    void shouldSayWhatIsWrongWhenTheHeadIsNotWellFormed(String wire, String fault) {
        everySplit(wire, false, (progress, rest) -> assertWrong(progress, fault));
    }

    @ParameterizedTest
    @CsvSource({
        "'\r\n', does not start with a hexadecimal size",
        "'x\r\n', does not start with a hexadecimal size",
        "'-1\r\n', does not start with a hexadecimal size",
        "'0x1\r\n1\r\n', does not start with a hexadecimal size",
        "'1 \r\n1\r\n', does not start with a hexadecimal size",
        "' 1\r\n1\r\n', does not start with a hexadecimal size",
        "'0000000000000001\r\n1\r\n', more than 15 digits",
        "'1\n1\r\n0\r\n\r\n', LF without CR",
        "'1;a\n1\r\n', LF without CR",
        "'1\r\n12\r\n0\r\n\r\n', bytes where CRLF belongs",
        "'1\r\n1\n0\r\n\r\n', LF without CR",
        "'2\r\n1\r\n0\r\n\r\n', LF without CR",
        "'1\r\n1\r0\r\n\r\n', CR without LF",
        "'0\r\nX\r\n\r\n', trailer line without a token",
        "'0\r\nContent-Length: 1\r\n\r\n', framing or connection field in the trailers",
        "'0\r\nTransfer-Encoding: chunked\r\n\r\n', framing or connection field in the trailers",
        "'0\r\nCONNECTION: close\r\n\r\n', framing or connection field in the trailers",
    })
    void shouldSayWhatIsWrongWhenTheChunksAreNotWellFormed(String body, String fault) {
        String wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
        everySplit(wire, false, (progress, rest) -> assertWrong(progress, fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nT: 1\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX: 1\r\n\r\n",
            })
    void shouldCallItWrongWhenTheConnectionEndsInside(String wire) {
        for (int length = 0; length < wire.length(); length++) {
            reader.begin(false);
            assertEquals(Progress.MORE, reader.read(bytes(wire.substring(0, length))));
            assertEquals(length > 0, reader.started());
            assertWrong(reader.end(), "the connection ended before the response did");
        }
    }

    @Test
    void shouldLeaveWhatFollowsWhenTheResponseIsComplete() {
        String wire = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP";
        reader.begin(false);
        ByteBuffer in = bytes(wire);
        assertEquals(Progress.COMPLETE, reader.read(in));
        assertEquals(4, in.remaining());
    }

    @Test
    void shouldEndWithTheHeadWhenItAnswersAHeadRequest() {
        for (String framing : new String[] {"Content-Length: 9", "Transfer-Encoding: chunked"}) {
            everySplit(
                    "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n",
                    true,
                    (progress, rest) -> {
                        assertEquals(Progress.COMPLETE, progress);
                        assertTrue(reader.keepsConnection());
                    });
        }
    }

    @Test
    void shouldReadUntilTheConnectionEndsWhenNothingSaysTheLength() {
        everySplit(
                "HTTP/1.1 200 OK\r\nX: 1\r\n\r\nhello\r\n",
                false,
                (progress, rest) -> {
                    assertEquals(Progress.MORE, progress);
                    assertEquals(Progress.COMPLETE, reader.end());
                    assertEquals(7, reader.bodyBytes());
                    assertFalse(reader.keepsConnection());
                });
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, X: 1, true",
        "1.1, Connection: close, false",
        "1.1, 'Connection: x , Close', false",
        "1.1, Connection: closed, true",
        "1.0, X: 1, false",
        "1.0, Connection: Keep-Alive, true",
        "1.0, 'Connection: keep-alive, close', false",
    })
    void shouldKnowWhetherTheConnectionStaysOpenWhenItIsComplete(
            String version, String field, boolean keeps) {
        reader.begin(false);
        String wire = "HTTP/" + version + " 200 OK\r\nContent-Length: 0\r\n" + field + "\r\n\r\n";
        assertEquals(Progress.COMPLETE, reader.read(bytes(wire)));
        assertEquals(keeps, reader.keepsConnection());
    }

    @Test
    void shouldRefuseWhenHeadLineOrInterimResponsesPassTheirLimits() {
        String field = "X: " + "x".repeat(1000) + "\r\n";
        reader.begin(false);
        assertWrong(reader.read(bytes("HTTP/1.1 200 OK\r\n" + field.repeat(70))), "too long");

        reader.begin(false);
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertWrong(reader.read(bytes(chunked + "1;" + "x".repeat(5000))), "too long");

        reader.begin(false);
        String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
        assertEquals(Progress.MORE, reader.read(bytes(interim.repeat(16))));
        assertWrong(reader.read(bytes(interim)), "more than 16 interim responses");
    }

    private void assertWrong(Progress progress, String fault) {
        assertEquals(Progress.WRONG, progress);
        String said = assertNotNull(reader.fault());
        assertTrue(said.contains(fault), said);
    }

    @Test
    void shouldKeepTheBeginOfTheBodyWhenAskedTo() {
        ResponseReader keeping = new ResponseReader(4);
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (String wire :
                new String[] {
                    chunked + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde"
                }) {
            for (int split = 0; split <= wire.length(); split++) {
                keeping.begin(false);
                keeping.read(bytes(wire.substring(0, split)));
                assertEquals(Progress.COMPLETE, keeping.read(bytes(wire.substring(split))), wire);
                assertEquals("abcd", keeping.body());
                assertEquals(5, keeping.bodyBytes());
            }
        }
    }

    @Test
    void shouldEndWithTheHeadWhenAnUpgradeWasWantedAndGranted() {
        reader.beginUpgrade();
        ByteBuffer wire = bytes("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nfirst");
        assertEquals(Progress.COMPLETE, reader.read(wire));
        assertEquals(101, reader.status());
        assertEquals(5, wire.remaining());
    }

    private interface Check {
        void of(Progress progress, int rest);
    }

    private void everySplit(String wire, boolean answersHead, Check check) {
        for (int split = 0; split <= wire.length(); split++) {
            reader.begin(answersHead);
            reader.read(bytes(wire.substring(0, split)));
            ByteBuffer rest = bytes(wire.substring(split));
            check.of(reader.read(rest), rest.remaining());
        }
        reader.begin(answersHead);
        Progress progress = Progress.MORE;
        for (int i = 0; i < wire.length(); i++) {
            progress = reader.read(bytes(wire.substring(i, i + 1)));
        }
        check.of(progress, 0);
    }

    private static <T> T assertNotNull(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("null");
        }
        return value;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
