package io.tailrace.core.arrival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String INET = "c6336407" + "cb007101" + "dc04" + "20fb";
    private static final String INET6 =
            "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "dc0420fb";

    private final ProxyHeader header = new ProxyHeader();

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 198.51.100.7 203.0.113.1 56324 8443, 198.51.100.7, 8443",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
        "PROXY TCP4 0.0.0.0 1.2.3.4 0 0, 0.0.0.0, 0",
        "PROXY TCP6 2001:db8::7 2001:db8::1 56324 8443, 2001:db8:0:0:0:0:0:7, 8443",
        "PROXY TCP6 ::ffff:192.0.2.7 ::1 5 6, 192.0.2.7, 6"
    })
    void shouldTellTheClientWhenVersion1NamesIt(String line, String client, int port) {
        byte[] bytes = text(line + "\r\n");
        assertEquals(bytes.length, parseAtEverySplit(bytes));
        assertClient(client, port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY UNKNOWN",
                "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535",
                "PROXY UNKNOWN whatever  it says"
            })
    void shouldTellNobodyWhenVersion1DoesNotKnow(String line) {
        byte[] bytes = text(line + "\r\n");
        assertEquals(bytes.length, parseAtEverySplit(bytes));
        assertNull(header.client());
        assertFalse(header.isLocal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY \r\n",
                "PROXY TCP4\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n",
                "PROXY TCP4  1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 \r\n",
                "PROXY TCP4 1.2.3 5.6.7.8 1 2\r\n",
                "PROXY TCP4 1.2.3.256 5.6.7.8 1 2\r\n",
                "PROXY TCP4 01.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8.9 1 2\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 65536 2\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 02\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 -1 2\r\n",
                "PROXY TCP4 ::1 ::1 1 2\r\n",
                "PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP6 ::1 ::g 1 2\r\n",
                "PROXY TCP6 fe80::1%lo ::1 1 2\r\n",
                "PROXY TCP6 1:2:3 ::1 1 2\r\n",
                "PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY tcp4 1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n"
            })
    void shouldRefuseWhenVersion1IsMalformed(String line) {
        assertEquals(ProxyHeader.MALFORMED, parse(text(line)));
    }

    @Test
    void shouldRefuseWhenVersion1IsLongerThan107Bytes() {
        String longest = "PROXY UNKNOWN " + "x".repeat(91);
        assertEquals(107, parse(text(longest + "\r\n")));
        assertEquals(ProxyHeader.MALFORMED, parse(text(longest + "x\r\n")));
        assertEquals(ProxyHeader.MALFORMED, parse(text(longest + "xx")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1", "PUT /", "PROXX", "proxy TCP4", "\r\nGET", "\r\n\r\n\r"})
    void shouldSeeThatThereIsNone(String bytes) {
        assertEquals(ProxyHeader.ABSENT, parse(text(bytes)));
    }

    @Test
    void shouldTellTheClientWhenVersion2NamesIt() {
        assertEquals(28, parseAtEverySplit(v2("21", "11", INET)));
        assertClient("198.51.100.7", 8443);
        assertEquals(52, parseAtEverySplit(v2("21", "21", INET6)));
        assertClient("2001:db8:0:0:0:0:0:7", 8443);
    }

    @Test
    void shouldTellNobodyWhenVersion2DoesNotKnow() {
        assertEquals(16, parseAtEverySplit(v2("21", "00", "")));
        assertEquals(20, parse(v2("21", "00", "01020304")));
        assertEquals(232, parse(v2("21", "31", "00".repeat(216))));
        assertNull(header.client());
        assertFalse(header.isLocal());
    }

    @Test
    void shouldTellThatThePeerSpeaksForItselfWhenTheCommandIsLocal() {
        assertEquals(28, parseAtEverySplit(v2("20", "11", INET)));
        assertNull(header.client());
        assertTrue(header.isLocal());
    }

    @Test
    void shouldPassOverTlvs() {
        byte[] bytes = v2("21", "11", INET + "010003" + "616263" + "ea0000");
        assertEquals(bytes.length, parseAtEverySplit(bytes));
        assertClient("198.51.100.7", 8443);
    }

    @Test
    void shouldCheckTheChecksumWhenThereIsOne() {
        byte[] bytes = v2("21", "11", INET + "030004" + "00000000" + "010001" + "61");
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        ByteBuffer.wrap(bytes).putInt(31, (int) sum.getValue());
        assertEquals(bytes.length, parse(bytes));
        bytes[20] ^= 1;
        assertEquals(ProxyHeader.MALFORMED, parse(bytes));
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "11", INET + "030002" + "0000")));
    }

    @Test
    void shouldRefuseWhenVersion2IsMalformed() {
        assertEquals(ProxyHeader.MALFORMED, parse(v2("11", "11", INET)), "version");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("22", "11", INET)), "command");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "12", INET)), "datagrams");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "41", INET)), "family");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "11", INET.substring(2))), "short");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "21", INET)), "short");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "31", INET)), "short");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "11", INET + "01")), "TLV head");
        assertEquals(ProxyHeader.MALFORMED, parse(v2("21", "11", INET + "01000261")), "TLV");
        assertEquals(ProxyHeader.MALFORMED, parse(bytes(SIGNATURE + "2111" + "1001")), "too long");
    }

    private void assertClient(String address, int port) {
        assertEquals(address, Objects.requireNonNull(header.client()).getHostAddress());
        assertEquals(port, header.port());
    }

    /** A header that is cut anywhere is incomplete, and what follows it does not matter. */
    private int parseAtEverySplit(byte[] bytes) {
        for (int cut = 0; cut < bytes.length; cut++) {
            UnsafeBuffer buffer = new UnsafeBuffer(bytes, 0, cut);
            assertEquals(ProxyHeader.INCOMPLETE, header.parse(buffer, 0, cut), "cut at " + cut);
        }
        byte[] more = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, more, 3, bytes.length);
        return header.parse(new UnsafeBuffer(more), 3, more.length);
    }

    private int parse(byte[] bytes) {
        return header.parse(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] v2(String versionAndCommand, String family, String rest) {
        String length = HexFormat.of().toHexDigits((short) (rest.length() / 2));
        return bytes(SIGNATURE + versionAndCommand + family + length + rest);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
