package io.tailrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntPredicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class BytesTest {
    private static final String TCHARS = "!#$%&'*+-.^_`|~";

    /** A scan of a word at a time. */
    private interface Scan {
        int skip(DirectBuffer buffer, int pos, int end);
    }

    /** What a scan should do, a byte at a time and by the letter of the rule. */
    private static int naive(IntPredicate member, byte[] bytes, int pos, int end) {
        int p = pos;
        while (p < end && member.test(bytes[p] & 0xff)) {
            p++;
        }
        return p;
    }

    private static boolean letterOrDigit(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }

    private static boolean token(int b) {
        return letterOrDigit(b) || TCHARS.indexOf(b) >= 0;
    }

    private static boolean regName(int b) {
        return letterOrDigit(b) || "-._~!$&'()*+,;=".indexOf(b) >= 0;
    }

    private static boolean value(int b) {
        return b == 0x09 || (b >= 0x20 && b != 0x7f);
    }

    private static boolean target(int b) {
        return b > 0x20 && b < 0x7f && b != '#' && b != '?';
    }

    private static boolean query(int b) {
        return b > 0x20 && b < 0x7f && b != '#';
    }

    private static boolean plainPath(int b) {
        return b != '%' && b != '.';
    }

    private static void compareOnEveryByteAtEveryPlace(Scan scan, IntPredicate member) {
        for (int length = 0; length <= 20; length++) {
            for (int place = 0; place < length; place++) {
                for (int b = 0; b < 256; b++) {
                    byte[] bytes = Bytes.ascii("abcdefghijklmnopqrst".substring(0, length));
                    bytes[place] = (byte) b;
                    compare(scan, member, bytes, 0, length);
                }
            }
        }
    }

    private static void compareOnRandomBytes(Scan scan, IntPredicate member, String likely) {
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] =
                        (byte)
                                (random.nextInt(8) == 0
                                        ? random.nextInt(256)
                                        : likely.charAt(random.nextInt(likely.length())));
            }
            int pos = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            compare(scan, member, bytes, pos, bytes.length);
        }
    }

    private static void compare(Scan scan, IntPredicate member, byte[] bytes, int pos, int end) {
        assertEquals(
                naive(member, bytes, pos, end),
                scan.skip(new UnsafeBuffer(bytes), pos, end),
                () -> Wire.text(bytes));
    }

    @Test
    void shouldSkipTokenLikeNaiveTwinWhenAnyByteIsAnywhere() {
        compareOnEveryByteAtEveryPlace(Bytes::skipToken, BytesTest::token);
        compareOnRandomBytes(Bytes::skipToken, BytesTest::token, "aZ-,./09_xyzzy-");
    }

    @Test
    void shouldSkipValueLikeNaiveTwinWhenAnyByteIsAnywhere() {
        compareOnEveryByteAtEveryPlace(Bytes::skipValue, BytesTest::value);
        compareOnRandomBytes(Bytes::skipValue, BytesTest::value, "a \t!~\u00ff\u0080 09x");
    }

    @Test
    void shouldSkipTargetLikeNaiveTwinWhenAnyByteIsAnywhere() {
        compareOnEveryByteAtEveryPlace(Bytes::skipTarget, BytesTest::target);
        compareOnRandomBytes(Bytes::skipTarget, BytesTest::target, "/a%20!~&=x\"$@>");
    }

    @Test
    void shouldSkipRegNameLikeNaiveTwinWhenAnyByteIsAnywhere() {
        compareOnEveryByteAtEveryPlace(Bytes::skipRegName, BytesTest::regName);
        compareOnRandomBytes(Bytes::skipRegName, BytesTest::regName, "aZ-.,09z!~_/0a");
    }

    @Test
    void shouldWriteHexLikeTheJdkWhenAnyNumberIsGiven() {
        Random random = new Random(5);
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
        for (int i = 0; i < 100_000; i++) {
            int value = random.nextInt();
            buffer.putLong(0, Bytes.hexDigits(value), ByteOrder.LITTLE_ENDIAN);
            assertEquals(
                    HexFormat.of().toHexDigits(value), buffer.getStringWithoutLengthAscii(0, 8));
        }
    }

    @Test
    void shouldSkipQueryLikeNaiveTwinWhenAnyByteIsAnywhere() {
        compareOnEveryByteAtEveryPlace(Bytes::skipQuery, BytesTest::query);
        compareOnRandomBytes(Bytes::skipQuery, BytesTest::query, "/a?20!~&=x\"$@>");
    }

    @Test
    void shouldSkipPlainPathLikeNaiveTwinWhenAnyByteIsAnywhere() {
        compareOnEveryByteAtEveryPlace(Bytes::skipPlainPath, BytesTest::plainPath);
        compareOnRandomBytes(Bytes::skipPlainPath, BytesTest::plainPath, "/a$&-x/,+b");
    }

    @Test
    void shouldStopAtEndWhenBytesBehindItWouldGoOn() {
        UnsafeBuffer buffer = new UnsafeBuffer(Bytes.ascii("a".repeat(24)));
        for (int end = 0; end <= 24; end++) {
            assertEquals(end, Bytes.skipToken(buffer, 0, end));
            assertEquals(end, Bytes.skipValue(buffer, 0, end));
            assertEquals(end, Bytes.skipTarget(buffer, 0, end));
            assertEquals(end, Bytes.skipQuery(buffer, 0, end));
            assertEquals(end, Bytes.skipPlainPath(buffer, 0, end));
        }
    }
}
