package io.tailrace.core.route;

import org.jspecify.annotations.Nullable;

/**
 * A minimal perfect hash: it takes the hashes that it was built of to 0, 1, 2 and so on, each to
 * another number, and any other hash to one of the same numbers. {@link PerfectHashBuilder} writes
 * it.
 *
 * <pre>
 *   hash --> bucket --> pilots[bucket] --> place --> place &lt; size ? place : moved[place - size]
 * </pre>
 *
 * <p>Buckets of a few hashes have one byte each, the pilot, under which all of them fall on places
 * that no other bucket has. There are a few more places than hashes, or the last buckets would
 * search for long; what fell on one of these is moved to one that stayed free. (The construction is
 * that of PtrHash, without its skewed buckets.)
 *
 * <p>Chosen by measurement, for 100,000 random hashes ({@code bench/bin/scale hashes}, busy machine
 * of two cores; a look-up includes what stands under the number, and needs the result of the one
 * before):
 *
 * <pre>
 *                                  bits/name   build   look-up
 *   this                                 3.7   11 ms     16 ns
 *   hash and displace, 32-bit pilots    10.7   14 ms     19 ns   and a branch nobody can predict
 *   three-way peeling (BDZ)              2.8    8 ms     32 ns   three places to read, and a rank
 *   open addressing, half full         167.8    1 ms     34 ns
 * </pre>
 *
 * Fewer bits (RecSplit) would cost more steps to read, and the names take fifty times as many.
 *
 * <p>Thread: any (immutable).
 */
public final class PerfectHash {
    /** Pilots are 0 to this number less 1. */
    static final int PILOTS = 1 << Byte.SIZE;

    private final byte[] pilots;
    private final int places;
    private final int size;
    private final int[] moved;

    PerfectHash(byte[] pilots, int places, int size, int[] moved) {
        this.pilots = pilots;
        this.places = places;
        this.size = size;
        this.moved = moved;
    }

    /**
     * Builds one. Control thread.
     *
     * @param hashes good in all of their bits
     * @return null if it does not work out with these: two are equal, or luck was bad
     */
    public static @Nullable PerfectHash of(long[] hashes) {
        return new PerfectHashBuilder(hashes).build();
    }

    /** 0 to the number of hashes less 1. */
    public int of(long hash) {
        int pilot = pilots[bucket(hash, pilots.length)] & (PILOTS - 1);
        int place = place(hash, pilot, places);
        return place < size ? place : moved[place - size];
    }

    /** What it takes of memory. */
    public long bits() {
        return (long) pilots.length * Byte.SIZE + (long) moved.length * Integer.SIZE;
    }

    /** From the lower half. */
    static int bucket(long hash, int buckets) {
        return scale(hash & 0xffff_ffffL, buckets);
    }

    /** From all of it: the hashes of a bucket fall elsewhere for another pilot. */
    static int place(long hash, int pilot, int places) {
        return scale((hash * (2 * pilot + 1)) >>> Integer.SIZE, places);
    }

    /** 32 bits, scaled to 0 to {@code bound} - 1: as a remainder, but cheap. */
    private static int scale(long bits, int bound) {
        return (int) ((bits * bound) >>> Integer.SIZE);
    }
}
