package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * The keyed hash of host names.
 *
 * <p>Whoever may state host names must not be able to choose names that collide: no two names have
 * the same hash whatever the key. The words of a name go in by pairs. Both of a pair are hidden,
 * one by a secret and one by the state, and multiplied; the halves of the 128-bit product, one xor
 * the other, are the next state. So a name of 16 to 31 bytes takes two multiplications, one after
 * the other.
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
    private final long secret;

    /**
     * @param seed secret
     * @param attempt counts the keys tried with this seed
     */
    HostHash(long seed, int attempt) {
        long derived = seed + 2L * attempt * GOLDEN;
        this.start = mix(derived);
        this.secret = mix(derived + GOLDEN);
    }

    /**
     * The hash of a name in any case.
     *
     * @param lastWord the name's
     */
    long of(DirectBuffer buffer, int offset, int length, long lastWord) {
        long hash = start;
        int whole = Words.whole(length);
        int last = offset + (whole & -2 * Long.BYTES);
        for (int at = offset; at != last; at += 2 * Long.BYTES) {
            hash = fold(hash, Words.word(buffer, at), Words.word(buffer, at + Long.BYTES));
        }
        return (whole & Long.BYTES) == 0
                ? fold(hash, lastWord)
                : fold(hash, Words.word(buffer, last), lastWord);
    }

    /** The hash of the name with these words. */
    long of(long[] words, int from, int to) {
        long hash = start;
        int i = from;
        for (; i + 1 < to; i += 2) {
            hash = fold(hash, words[i], words[i + 1]);
        }
        return i < to ? fold(hash, words[i]) : hash;
    }

    private long fold(long hash, long first, long second) {
        return product((first | CASE) ^ secret, (second | CASE) ^ hash);
    }

    private long fold(long hash, long only) {
        return product((only | CASE) ^ secret, hash);
    }

    private static long product(long a, long b) {
        return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
    }

    /** Every bit of the result depends on every bit of {@code z} (the finalizer of SplitMix64). */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
