package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class WordsTest {
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void shouldLowerOnlyAsciiLettersWhenAnyByteStandsAnywhere() {
        for (int value = 0; value < 256; value++) {
            for (int at = 0; at < 8; at++) {
                byte[] bytes = randomBytes(8);
                bytes[at] = (byte) value;
                byte[] expected = bytes.clone();
                for (int i = 0; i < 8; i++) {
                    expected[i] = lower(expected[i]);
                }
                assertEquals(
                        Words.word(new UnsafeBuffer(expected), 0),
                        Words.lowerCase(Words.word(new UnsafeBuffer(bytes), 0)));
            }
        }
    }

    @Test
    void shouldFindFirstByteWhenAnyValueIsWanted() {
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[8];
            for (int k = 0; k < 8; k++) {
                // Few values, neighbours of each other: where borrows could mislead.
                bytes[k] = (byte) (random.nextInt(4) + (random.nextBoolean() ? 0x7e : 0));
            }
            byte wanted = (byte) (random.nextInt(4) + (random.nextBoolean() ? 0x7e : 0));
            int expected = 0;
            while (expected < 8 && bytes[expected] != wanted) {
                expected++;
            }
            assertEquals(expected, Words.indexOf(Words.word(new UnsafeBuffer(bytes), 0), wanted));
        }
    }

    @Test
    void shouldReadRestWhenFewerThanEightBytesAreLeft() {
        byte[] bytes = randomBytes(24);
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (int length = 0; length < 8; length++) {
            long expected = 0;
            for (int i = 0; i < length; i++) {
                expected |= (bytes[16 - length + i] & 0xffL) << (8 * i);
            }
            assertEquals(expected, Words.shortWord(buffer, 16, length));
            assertEquals(expected, Words.top(Words.word(buffer, 8), length));
        }
    }

    @Test
    void shouldCompareAsByteLoopWhenLengthsAndDifferencesVary() {
        for (int i = 0; i < 100_000; i++) {
            int length = random.nextInt(40);
            byte[] a = randomBytes(length + 5);
            byte[] b = new byte[length + 9];
            for (int k = 0; k < length; k++) {
                b[9 + k] = lower(a[5 + k]);
            }
            byte[] sameCase = b.clone();
            System.arraycopy(a, 5, sameCase, 9, length);
            if (length > 0 && random.nextBoolean()) {
                int at = 9 + random.nextInt(length);
                byte other = lower((byte) random.nextInt());
                b[at] = other;
                sameCase[at] = other;
            }
            boolean equal = true;
            boolean equalIgnoringCase = true;
            for (int k = 0; k < length; k++) {
                equal &= a[5 + k] == sameCase[9 + k];
                equalIgnoringCase &= lower(a[5 + k]) == b[9 + k];
            }
            UnsafeBuffer left = new UnsafeBuffer(a);
            assertEquals(equal, Words.equal(left, 5, new UnsafeBuffer(sameCase), 9, length));
            assertEquals(
                    equalIgnoringCase,
                    Words.equalIgnoringCase(left, 5, new UnsafeBuffer(b), 9, length));
        }
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte lower(byte value) {
        return value >= 'A' && value <= 'Z' ? (byte) (value + 'a' - 'A') : value;
    }
}
