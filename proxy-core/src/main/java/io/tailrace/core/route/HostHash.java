package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * The keyed hash of host names, and what a hash says about a name's bucket and slot.
 *
 * <p>Whoever may state host names must not be able to choose names that collide: no two names have
 * the same hash whatever the key. A name is read as a sequence of words; each word is added to the
 * state and folded with a secret odd multiplier (upper half of the 128-bit product xor lower half).
 * The last word holds the 0 to 7 bytes that are left and, in its top byte, their number, so that
 * different names are different sequences.
 *
 * <p>Thread: any (immutable).
 */
final class HostHash {
    /** The golden ratio in 64 bits: odd, and without pattern in its bits. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private static final long SPREAD = 0xd6e8feb86659fd93L;

    private final long start;
    private final long multiplier;

    /**
     * @param seed secret
     * @param attempt counts the keys tried with this seed
     */
    HostHash(long seed, int attempt) {
        long derived = seed + 2L * attempt * GOLDEN;
        this.start = mix(derived);
        this.multiplier = mix(derived + GOLDEN) | 1;
    }

    /** The hash of a name in any case. */
    long of(DirectBuffer buffer, int offset, int length) {
        long hash = start;
        int end = offset + length;
        int at = offset;
        for (; at <= end - Words.BYTES; at += Words.BYTES) {
            hash = fold(hash ^ Words.lowerCase(Words.word(buffer, at)));
        }
        int left = end - at;
        // With a whole word before the end, one read takes the rest and, below it, other bytes.
        long last =
                length < Words.BYTES
                        ? Words.shortWord(buffer, end, left)
                        : Words.top(Words.word(buffer, end - Words.BYTES), left);
        return fold(hash ^ (Words.lowerCase(last) | ((long) left << (Long.SIZE - Byte.SIZE))));
    }

    private long fold(long value) {
        return (value * multiplier) ^ Math.unsignedMultiplyHigh(value, multiplier);
    }

    /** 0 to {@code buckets} - 1. */
    static int bucket(long hash, int buckets) {
        return scale(hash, buckets);
    }

    /** 0 to {@code slots} - 1, another one for each pilot. */
    static int slot(long hash, int pilot, int slots) {
        return scale((hash ^ (pilot * GOLDEN)) * SPREAD, slots);
    }

    /** The upper half of a value, scaled to 0 to {@code bound} - 1: as a remainder, but cheap. */
    private static int scale(long value, int bound) {
        return (int) (((value >>> Integer.SIZE) * bound) >>> Integer.SIZE);
    }

    /** Every bit of the result depends on every bit of {@code z} (the finalizer of SplitMix64). */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
