package io.tailrace.core.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a {@link HostTable}.
 *
 * <p>Names are spread over buckets by their hash, on average {@value #NAMES_PER_BUCKET} to each.
 * Buckets then take their slots, large ones first: a bucket tries pilots until all of its names
 * fall on free slots that differ. Buckets of one name come last and take whatever slot is still
 * free by number, so that no search goes on in a table that is nearly full. The work is
 * proportional to the number of names.
 *
 * <p>Thread: control.
 */
final class HostTableBuilder {
    /** More means fewer pilots to keep in the caches, and a longer search for each. */
    private static final int NAMES_PER_BUCKET = 3;

    /** Far above what a search takes; a bucket that reaches it was dealt a bad key. */
    private static final int MAX_PILOTS = 1 << 16;

    private static final int MAX_ATTEMPTS = 64;

    private final byte[][] names;
    private final long[] hashes;
    private final int[] slots;

    /**
     * @param names lower-case ASCII, each once
     */
    HostTableBuilder(List<String> names) {
        this.names = new byte[names.size()][];
        for (int i = 0; i < this.names.length; i++) {
            this.names[i] = names.get(i).getBytes(StandardCharsets.US_ASCII);
        }
        this.hashes = new long[this.names.length];
        this.slots = new int[this.names.length];
    }

    /**
     * The table of these names.
     *
     * @param seed unknown to whoever states the names
     * @throws IllegalArgumentException when a name comes twice
     */
    HostTable build(long seed) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            HostHash hash = new HostHash(seed, attempt);
            int[] pilots = place(hash);
            if (pilots.length > 0) {
                return layOut(hash, pilots);
            }
        }
        throw new IllegalStateException("no perfect hash of " + names.length + " host names");
    }

    /** The slot of a name in the table that was built; names count from 0 as they were given. */
    int slot(int name) {
        return slots[name];
    }

    /** Gives every name its slot. The pilots, or none when this hash will not do. */
    private int[] place(HostHash hash) {
        int count = names.length;
        int buckets = count / NAMES_PER_BUCKET + 1;
        int[] bucketEnds = new int[buckets];
        UnsafeBuffer name = new UnsafeBuffer(0, 0);
        for (int i = 0; i < count; i++) {
            name.wrap(names[i]);
            hashes[i] = hash.of(name, 0, names[i].length);
            bucketEnds[HostHash.bucket(hashes[i], buckets)]++;
        }
        int[] grouped = group(bucketEnds);
        int[] pilots = new int[buckets];
        BitSet taken = new BitSet(count);
        int free = 0;
        for (int bucket : largestFirst(bucketEnds)) {
            int from = bucket == 0 ? 0 : bucketEnds[bucket - 1];
            int to = bucketEnds[bucket];
            if (to - from == 1) {
                free = taken.nextClearBit(free);
                slots[grouped[from]] = free;
                pilots[bucket] = ~free;
                free++;
            } else {
                int pilot = 0;
                while (!fits(grouped, from, to, pilot, taken)) {
                    if (++pilot == MAX_PILOTS) {
                        refuseDuplicates(grouped, from, to);
                        return new int[0];
                    }
                }
                pilots[bucket] = pilot;
            }
        }
        return pilots;
    }

    /**
     * Turns sizes of buckets into their ends; the result holds the names of one bucket after
     * another.
     */
    private int[] group(int[] sizes) {
        Arrays.parallelPrefix(sizes, Integer::sum);
        int[] next = new int[sizes.length];
        System.arraycopy(sizes, 0, next, 1, sizes.length - 1);
        int[] grouped = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            grouped[next[HostHash.bucket(hashes[i], sizes.length)]++] = i;
        }
        return grouped;
    }

    /** The buckets that hold names. */
    private static int[] largestFirst(int[] ends) {
        int[] bySize = new int[2];
        for (int bucket = 0, from = 0; bucket < ends.length; from = ends[bucket++]) {
            int size = ends[bucket] - from;
            if (size >= bySize.length) {
                bySize = Arrays.copyOf(bySize, size + 1);
            }
            bySize[size]++;
        }
        int filled = 0;
        for (int size = bySize.length - 1; size > 0; size--) {
            int same = bySize[size];
            bySize[size] = filled;
            filled += same;
        }
        int[] ordered = new int[filled];
        for (int bucket = 0, from = 0; bucket < ends.length; from = ends[bucket++]) {
            int size = ends[bucket] - from;
            if (size > 0) {
                ordered[bySize[size]++] = bucket;
            }
        }
        return ordered;
    }

    /** Takes the slots of this pilot, if they are free and differ. */
    private boolean fits(int[] grouped, int from, int to, int pilot, BitSet taken) {
        for (int i = from; i < to; i++) {
            int slot = HostHash.slot(hashes[grouped[i]], pilot, names.length);
            if (taken.get(slot)) {
                while (--i >= from) {
                    taken.clear(slots[grouped[i]]);
                }
                return false;
            }
            taken.set(slot);
            slots[grouped[i]] = slot;
        }
        return true;
    }

    private void refuseDuplicates(int[] grouped, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int j = from; j < i; j++) {
                if (Arrays.equals(names[grouped[i]], names[grouped[j]])) {
                    throw new IllegalArgumentException(
                            "host name \""
                                    + new String(names[grouped[i]], StandardCharsets.US_ASCII)
                                    + "\" twice");
                }
            }
        }
    }

    private HostTable layOut(HostHash hash, int[] pilots) {
        int[] starts = new int[names.length + 1];
        for (int i = 0; i < names.length; i++) {
            starts[slots[i] + 1] = names[i].length;
        }
        for (int slot = 0; slot < names.length; slot++) {
            starts[slot + 1] = Math.addExact(starts[slot + 1], starts[slot]);
        }
        byte[] area = new byte[starts[names.length]];
        for (int i = 0; i < names.length; i++) {
            System.arraycopy(names[i], 0, area, starts[slots[i]], names[i].length);
        }
        return new HostTable(hash, pilots, starts, new UnsafeBuffer(area));
    }
}
