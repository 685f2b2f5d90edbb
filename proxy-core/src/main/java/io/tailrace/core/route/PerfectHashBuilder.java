package io.tailrace.core.route;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Searches the pilots of a {@link PerfectHash}.
 *
 * <p>Buckets choose one after the other, large ones first: the first pilot that takes all hashes of
 * the bucket to free places that differ. A bucket that finds none takes places of others, those of
 * the smallest buckets, and these choose again; this is needed for one bucket in a thousand. The
 * work is proportional to the number of hashes.
 *
 * <p>Thread: control.
 */
final class PerfectHashBuilder {
    /** Places that are left over: one in so many. Fewer cost time, more cost memory. */
    private static final int PLACES_PER_SPARE = 64;

    private static final int FREE = -1;
    private static final int NO_PILOT = -1;

    /** The hashes, those of a bucket after those of another. */
    private final long[] hashes;

    /** Where those of each bucket start; one more than there are buckets. */
    private final int[] starts;

    private final byte[] pilots;
    private final int places;

    /** A bit for each place. */
    private final long[] taken;

    /** Of each place, the bucket that has it, or {@link #FREE}; empty until one is driven out. */
    private int[] owners = {};

    /** The places of the bucket that chooses. */
    private int[] chosen = {};

    /** Buckets driven out that have not chosen again. */
    private int[] waiting = new int[16];

    private int waitingCount;
    private int drivenOut;

    PerfectHashBuilder(long[] ungrouped) {
        // Two and a half to a bucket: three take twice as long to place, two a fifth more memory.
        int buckets = (int) (2L * ungrouped.length / 5) + 1;
        this.pilots = new byte[buckets];
        this.places = Math.max(1, ungrouped.length + ungrouped.length / PLACES_PER_SPARE);
        this.taken = new long[places / Long.SIZE + 1];
        this.starts = new int[buckets + 1];
        this.hashes = group(ungrouped, starts);
    }

    private static long[] group(long[] hashes, int[] starts) {
        int buckets = starts.length - 1;
        for (long hash : hashes) {
            starts[PerfectHash.bucket(hash, buckets) + 1]++;
        }
        for (int bucket = 0; bucket < buckets; bucket++) {
            starts[bucket + 1] += starts[bucket];
        }
        int[] next = starts.clone();
        long[] grouped = new long[hashes.length];
        for (long hash : hashes) {
            grouped[next[PerfectHash.bucket(hash, buckets)]++] = hash;
        }
        return grouped;
    }

    @Nullable PerfectHash build() {
        int[] buckets = largestFirst();
        for (int i = 0; i < buckets.length; i++) {
            if (owners.length == 0) {
                if (choose(buckets[i])) {
                    continue;
                }
                own(buckets, i);
            }
            waiting[waitingCount++] = buckets[i];
            if (!settleWaiting()) {
                return null;
            }
        }
        return new PerfectHash(pilots, places, hashes.length, moved());
    }

    /** All buckets, by the number of their hashes. */
    private int[] largestFirst() {
        int[] ofSize = new int[2];
        for (int bucket = 0; bucket < pilots.length; bucket++) {
            int size = size(bucket);
            if (size >= ofSize.length) {
                ofSize = Arrays.copyOf(ofSize, size + 1);
            }
            ofSize[size]++;
        }
        chosen = new int[ofSize.length];
        int[] next = new int[ofSize.length];
        for (int size = ofSize.length - 1; size > 0; size--) {
            next[size - 1] = next[size] + ofSize[size];
        }
        int[] ordered = new int[pilots.length];
        for (int bucket = 0; bucket < pilots.length; bucket++) {
            ordered[next[size(bucket)]++] = bucket;
        }
        return ordered;
    }

    private int size(int bucket) {
        return starts[bucket + 1] - starts[bucket];
    }

    /** Takes the places of the first pilot under which they are free and differ. */
    private boolean choose(int bucket) {
        for (int pilot = 0; pilot < PerfectHash.PILOTS; pilot++) {
            if (takes(bucket, pilot)) {
                pilots[bucket] = (byte) pilot;
                return true;
            }
        }
        return false;
    }

    private boolean takes(int bucket, int pilot) {
        int size = size(bucket);
        for (int i = 0; i < size; i++) {
            int place = PerfectHash.place(hashes[starts[bucket] + i], pilot, places);
            if (isTaken(place)) {
                while (--i >= 0) {
                    flip(chosen[i]);
                }
                return false;
            }
            flip(place);
            chosen[i] = place;
        }
        return true;
    }

    private boolean isTaken(int place) {
        return (taken[place / Long.SIZE] >>> place & 1) != 0;
    }

    private void flip(int place) {
        taken[place / Long.SIZE] ^= 1L << place;
    }

    /** Notes who has which place, the first {@code count} buckets having chosen. */
    private void own(int[] buckets, int count) {
        owners = new int[places];
        Arrays.fill(owners, FREE);
        for (int i = 0; i < count; i++) {
            own(buckets[i]);
        }
    }

    private void own(int bucket) {
        for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
            owners[placeOf(i, bucket)] = bucket;
        }
    }

    private int placeOf(int hash, int bucket) {
        return PerfectHash.place(hashes[hash], pilots[bucket] & (PerfectHash.PILOTS - 1), places);
    }

    /** False when there is no end to it. */
    private boolean settleWaiting() {
        while (waitingCount > 0) {
            int bucket = waiting[--waitingCount];
            if (!choose(bucket)) {
                int pilot = leastHarmful(bucket);
                if (pilot == NO_PILOT || drivenOut > pilots.length) {
                    return false;
                }
                pilots[bucket] = (byte) pilot;
                for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
                    int owner = owners[placeOf(i, bucket)];
                    if (owner != FREE) {
                        driveOut(owner);
                    }
                }
                takes(bucket, pilot);
            }
            own(bucket);
        }
        return true;
    }

    /** The pilot that costs others least; {@link #NO_PILOT} if under none the places differ. */
    private int leastHarmful(int bucket) {
        long least = Long.MAX_VALUE;
        int best = NO_PILOT;
        for (int i = 0; i < PerfectHash.PILOTS; i++) {
            // From another one each time, or two buckets could drive each other out for ever.
            int pilot = (i + 31 * drivenOut) & (PerfectHash.PILOTS - 1);
            long harm = harm(bucket, pilot, least);
            if (harm < least) {
                least = harm;
                best = pilot;
            }
        }
        return best;
    }

    /** The squares of the sizes of who would be driven out; {@code most} when it is not less. */
    private long harm(int bucket, int pilot, long most) {
        long harm = 0;
        for (int i = 0; i < size(bucket); i++) {
            int place = PerfectHash.place(hashes[starts[bucket] + i], pilot, places);
            for (int k = 0; k < i; k++) {
                if (chosen[k] == place) {
                    return most;
                }
            }
            chosen[i] = place;
            int owner = owners[place];
            harm += owner == FREE ? 0 : (long) size(owner) * size(owner);
            if (harm >= most) {
                return most;
            }
        }
        return harm;
    }

    private void driveOut(int bucket) {
        for (int i = starts[bucket]; i < starts[bucket + 1]; i++) {
            int place = placeOf(i, bucket);
            owners[place] = FREE;
            flip(place);
        }
        if (waitingCount == waiting.length) {
            waiting = Arrays.copyOf(waiting, 2 * waitingCount);
        }
        waiting[waitingCount++] = bucket;
        drivenOut++;
    }

    /** For each place beyond the last number, a free one below. */
    private int[] moved() {
        int[] moved = new int[places - hashes.length];
        int free = 0;
        for (int i = 0; i < moved.length; i++) {
            if (isTaken(hashes.length + i)) {
                while (isTaken(free)) {
                    free++;
                }
                moved[i] = free++;
            }
        }
        return moved;
    }
}
