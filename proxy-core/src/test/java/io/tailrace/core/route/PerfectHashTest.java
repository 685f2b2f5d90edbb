package io.tailrace.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfectHashTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 63, 64, 65, 1_000, 200_000})
    void shouldNumberEachHashWhenThereAreAnyNumber(int size) {
        long[] hashes = new SplittableRandom(size).longs(size).toArray();
        PerfectHash perfect = PerfectHash.of(hashes);
        assertNotNull(perfect);
        BitSet numbers = new BitSet();
        for (long hash : hashes) {
            numbers.set(perfect.of(hash));
        }
        assertEquals(size, numbers.cardinality());
        assertEquals(size, numbers.length());
    }

    /** Small ones have no place to spare, so buckets drive each other out. */
    @Test
    void shouldAlmostAlwaysWorkOutWhenHashesAreRandom() {
        SplittableRandom random = new SplittableRandom(1);
        int failed = 0;
        for (int i = 0; i < 20_000; i++) {
            failed += PerfectHash.of(random.longs(1 + i % 63).toArray()) == null ? 1 : 0;
        }
        assertTrue(failed < 200, failed + " of 20000 failed");
    }

    @Test
    void shouldStayInRangeWhenHashIsOfNoName() {
        SplittableRandom random = new SplittableRandom(2);
        for (int size : new int[] {1, 64, 1_000}) {
            PerfectHash perfect = PerfectHash.of(random.longs(size).toArray());
            assertNotNull(perfect);
            for (int i = 0; i < 10_000; i++) {
                int number = perfect.of(random.nextLong());
                assertTrue(number >= 0 && number < size);
            }
        }
    }

    @Test
    void shouldGiveUpWhenTwoHashesAreEqual() {
        long[] hashes = new SplittableRandom(3).longs(100).toArray();
        hashes[70] = hashes[5];
        assertNull(PerfectHash.of(hashes));
    }

    @Test
    void shouldTakeFourBitsForEachWhenThereAreMany() {
        PerfectHash perfect = PerfectHash.of(new SplittableRandom(4).longs(100_000).toArray());
        assertNotNull(perfect);
        assertTrue(perfect.bits() < 400_000, perfect.bits() + " bits");
    }
}
