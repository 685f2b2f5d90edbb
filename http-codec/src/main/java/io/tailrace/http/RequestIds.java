package io.tailrace.http;

/**
 * Request ids of 128 random bits, from a generator (xoroshiro128++) that is fast and well spread,
 * but no secret: ids tell requests apart, they guard nothing.
 *
 * <p>Thread: any, one at a time.
 */
final class RequestIds {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long s0;
    private long s1;

    RequestIds(long seed) {
        long first = seed + GOLDEN_GAMMA;
        s0 = mix(first);
        s1 = mix(first + GOLDEN_GAMMA);
        if ((s0 | s1) == 0) {
            s0 = GOLDEN_GAMMA;
        }
    }

    /** Half of an id. */
    long next() {
        long a = s0;
        long b = s1;
        long result = Long.rotateLeft(a + b, 17) + a;
        b ^= a;
        s0 = Long.rotateLeft(a, 49) ^ b ^ (b << 21);
        s1 = Long.rotateLeft(b, 28);
        return result;
    }

    /** Spreads a seed over all bits: the finisher of SplitMix64. */
    private static long mix(long seed) {
        long z = seed;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
