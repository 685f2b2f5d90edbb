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
        UnsafeBuffer buffer = new UnsafeBuffer(randomBytes(24));
        for (int end = 0; end <= 24; end++) {
            for (int length = 0; length < 8 && length <= end; length++) {
                long expected = 0;
                for (int i = 0; i < length; i++) {
                    expected |= (buffer.getByte(end - length + i) & 0xffL) << (8 * i);
                }
                assertEquals(expected, Words.rest(buffer, end, length));
            }
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
