package io.tailrace.core.arrival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientHelloTest {
    private final ClientHello hello = new ClientHello();

    /** What a client of the JDK says first. */
    private static byte[] of(String name, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(32 * 1024);
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private int parse(byte[] bytes) {
        return hello.parse(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    @Test
    void shouldTellWhatTheClientAsksFor() throws Exception {
        assertTrue(parse(of("WWW.foo.org", "h2", "http/1.1")) > 0);
        assertEquals("WWW.foo.org", hello.name());
        assertTrue(hello.takesRsa());
        assertTrue(hello.takesEcdsa());
        assertTrue(hello.takesEdwards());
        assertFalse(hello.wantsOtherProtocols());
        assertTrue(parse(of("foo.org", "h2")) > 0);
        assertTrue(hello.wantsOtherProtocols());
    }

    @Test
    void shouldWaitForMoreAtEverySplit() throws Exception {
        byte[] whole = of("foo.org");
        for (int length = 0; length < whole.length; length++) {
            assertEquals(ClientHello.INCOMPLETE, parse(Arrays.copyOf(whole, length)), "" + length);
        }
        assertTrue(parse(whole) > 0);
    }

    @Test
    void shouldPassOverWhatFollows() throws Exception {
        byte[] whole = of("foo.org");
        assertTrue(parse(Arrays.copyOf(whole, whole.length + 100)) > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0201 0203, false, false",
        "0401, true, false",
        "0203 0503, false, true",
        "0201 0806, true, false",
        "0807, false, false"
    })
    void shouldTellWhichSignaturesTheClientTakes(String algorithms, boolean rsa, boolean ecdsa) {
        byte[] list = HexFormat.of().parseHex(algorithms.replace(" ", ""));
        byte[] data = new byte[list.length + 2];
        data[1] = (byte) list.length;
        System.arraycopy(list, 0, data, 2, list.length);
        assertTrue(parse(withExtension(13, data)) > 0);
        assertEquals(rsa, hello.takesRsa());
        assertEquals(ecdsa, hello.takesEcdsa());
    }

    @ParameterizedTest
    @CsvSource({
        "foo.org., foo.org",
        "a_b-c.foo.org, a_b-c.foo.org",
        "foo..org, ''",
        ".foo.org, ''",
        "., ''",
        "foo.org.., ''",
        "foo/bar, ''",
        "foo org, ''",
        "foo\u0000org, ''",
        "*.foo.org, ''",
        "'', ''"
    })
    void shouldTakeHostNamesOnly(String sent, String expected) {
        assertTrue(parse(withName(sent.getBytes(StandardCharsets.ISO_8859_1))) > 0);
        assertEquals(expected, hello.name());
        assertEquals(expected.length(), hello.nameLength());
    }

    /** A message with this name and nothing else. */
    private static byte[] withName(byte[] name) {
        ByteBuffer data = ByteBuffer.allocate(name.length + 5);
        data.putShort((short) (name.length + 3)).put((byte) 0);
        data.putShort((short) name.length).put(name);
        return withExtension(0, data.array());
    }

    /** A message of TLS 1.2 with an RSA and an ECDSA cipher and this extension. */
    private static byte[] withExtension(int type, byte[] data) {
        ByteBuffer extensions = ByteBuffer.allocate(data.length + 4);
        extensions.putShort((short) type).putShort((short) data.length).put(data);
        int body = 34 + 1 + 6 + 2 + 2 + extensions.capacity();
        ByteBuffer out = ByteBuffer.allocate(9 + body);
        out.put((byte) 22).putShort((short) 0x0301).putShort((short) (body + 4));
        out.put((byte) 1).put((byte) 0).putShort((short) body);
        out.putShort((short) 0x0303).put(new byte[32]).put((byte) 0);
        out.putShort((short) 4).putShort((short) 0xc02f).putShort((short) 0xc02b);
        out.put((byte) 1).put((byte) 0);
        out.putShort((short) extensions.capacity()).put(extensions.array());
        return out.array();
    }

    @Test
    void shouldRefuseWhatIsLargerThanAnyHonestOne() {
        byte[] endless = new byte[20 * 1024];
        for (int at = 0; at + 6 <= endless.length; at += 6) {
            System.arraycopy(
                    new byte[] {22, 3, 1, 0, 1, (byte) (at == 0 ? 1 : 0)}, 0, endless, at, 6);
        }
        // The length of the message: 16,000 bytes, one in each record.
        endless[11] = 0;
        endless[17] = 0x3e;
        endless[23] = (byte) 0x80;
        assertEquals(ClientHello.MALFORMED, parse(endless));
        assertEquals(ClientHello.INCOMPLETE, parse(Arrays.copyOf(endless, 10_000)));
        byte[] announced = {22, 3, 1, 0, 4, 1, 0, 0x40, 0};
        assertEquals(ClientHello.MALFORMED, parse(announced));
    }

    @Test
    void shouldTellPlainHttp() {
        assertEquals(ClientHello.PLAIN_HTTP, parse("GET / ".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(ClientHello.MALFORMED, parse(new byte[] {0}));
    }

    @Test
    void shouldSurviveAnyMutation() throws Exception {
        byte[] whole = of("foo.org", "h2", "http/1.1");
        Random random = new Random(7);
        for (int round = 0; round < 100_000; round++) {
            byte[] mutated = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
            if (random.nextBoolean()) {
                mutated = whole.clone();
            }
            for (int i = random.nextInt(6); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            parse(mutated);
            assertTrue(hello.nameLength() >= 0 && hello.name().length() <= 253);
        }
    }
}
