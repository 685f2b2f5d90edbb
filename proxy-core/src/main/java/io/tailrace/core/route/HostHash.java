package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * The keyed hash of host names, and what a hash says about a name's bucket and slot.
 *
 * <p>Whoever may state host names must not be able to choose names that collide: no two names have
 * the same hash whatever the key. Each word of a name is added to the state, which is then folded
 * with a secret odd multiplier (upper half of the 128-bit product xor lower half).
 *
 * <p>Thread: any (immutable).
 */
final class HostHash {
    /**
     * The bit that letters of two cases differ in. Every other byte that a {@link Rule}'s host may
     * have has it set, so setting it takes no difference away between names of a table.
     */
    private static final long CASE = 0x2020202020202020L;

    /** The golden ratio in 64 bits: odd, and without pattern in its bits. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

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
        int last = offset + Words.whole(length);
        for (int at = offset; at != last; at += Long.BYTES) {
            hash = fold(hash ^ (Words.word(buffer, at) | CASE));
        }
        return fold(hash ^ (HostName.lastWord(buffer, offset, length) | CASE));
    }

    private long fold(long value) {
        return (value * multiplier) ^ Math.unsignedMultiplyHigh(value, multiplier);
    }

    /** 0 to {@code buckets} - 1, from the lower half. */
    static int bucket(long hash, int buckets) {
        return scale(hash & 0xffff_ffffL, buckets);
    }

    /**
     * 0 to {@code slots} - 1, from all of it.
     *
     * @param pilot odd; the names of a bucket fall elsewhere for another one
     */
    static int slot(long hash, int pilot, int slots) {
        return scale((hash * pilot) >>> Integer.SIZE, slots);
    }

    /** 32 bits, scaled to 0 to {@code bound} - 1: as a remainder, but cheap. */
    private static int scale(long bits, int bound) {
        return (int) ((bits * bound) >>> Integer.SIZE);
    }

    /** Every bit of the result depends on every bit of {@code z} (the finalizer of SplitMix64). */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
