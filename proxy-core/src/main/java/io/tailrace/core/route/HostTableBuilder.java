package io.tailrace.core.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gathers host names with their values and writes a {@link HostTable}.
 *
 * <p>Names are spread over buckets by their hash, on average {@value #NAMES_PER_BUCKET} to each.
 * Buckets then take their slots, large ones first: a bucket tries pilots until all of its names
 * fall on free slots that differ. Buckets of one name come last and take whatever slot is still
 * free by number, so that no search goes on in a table that is nearly full. The work is
 * proportional to the number of names.
 *
 * <p>Thread: control.
 */
public final class HostTableBuilder {
    /** More means fewer pilots to keep in the caches, and a longer search for each. */
    private static final int NAMES_PER_BUCKET = 3;

    /** Far above what a search takes; a bucket that reaches it was dealt a bad key. */
    private static final int MAX_PILOT = 1 << 17;

    private static final int MAX_ATTEMPTS = 64;

    private final List<UnsafeBuffer> names = new ArrayList<>();
    private long[] values = new long[16];

    /** Of each name, in the order in which they were added. */
    private long[] hashes = {};

    private int[] slots = {};

    /**
     * Adds a name.
     *
     * @param name lower-case ASCII
     * @param value anything but {@link HostTable#NONE}
     */
    public void add(String name, long value) {
        if (names.size() == values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[names.size()] = value;
        names.add(new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * The table of all names added.
     *
     * @param seed unknown to whoever states the names
     * @throws IllegalArgumentException when a name was added twice
     */
    public HostTable build(long seed) {
        hashes = new long[names.size()];
        slots = new int[names.size()];
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            HostHash hash = new HostHash(seed, attempt);
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = hash.of(names.get(i), 0, names.get(i).capacity());
            }
            int[] pilots = new int[hashes.length / NAMES_PER_BUCKET + 1];
            if (place(pilots)) {
                return layOut(hash, pilots);
            }
        }
        throw new IllegalStateException("no perfect hash of " + hashes.length + " host names");
    }

    /** Gives every name its slot, if these hashes will do. */
    private boolean place(int[] pilots) {
        int[] ends = new int[pilots.length];
        for (long hash : hashes) {
            ends[HostHash.bucket(hash, ends.length)]++;
        }
        for (int bucket = 1; bucket < ends.length; bucket++) {
            ends[bucket] += ends[bucket - 1];
        }
        int[] grouped = group(ends);
        BitSet taken = new BitSet(hashes.length);
        int free = 0;
        for (int bucket : largestFirst(ends)) {
            int from = bucket == 0 ? 0 : ends[bucket - 1];
            int to = ends[bucket];
            if (to - from == 1) {
                free = taken.nextClearBit(free);
                slots[grouped[from]] = free;
                pilots[bucket] = -free;
                free++;
                continue;
            }
            int pilot = 1;
            while (!fits(grouped, from, to, pilot, taken)) {
                pilot += 2;
                if (pilot > MAX_PILOT) {
                    refuseDuplicates(grouped, from, to);
                    return false;
                }
            }
            pilots[bucket] = pilot;
        }
        return true;
    }

    /** The names, those of one bucket after those of another. */
    private int[] group(int[] ends) {
        int[] next = new int[ends.length];
        System.arraycopy(ends, 0, next, 1, ends.length - 1);
        int[] grouped = new int[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            grouped[next[HostHash.bucket(hashes[i], ends.length)]++] = i;
        }
        return grouped;
    }

    /** The buckets that hold names. */
    private static int[] largestFirst(int[] ends) {
        int[] ofSize = new int[2];
        for (int bucket = 0, from = 0; bucket < ends.length; from = ends[bucket++]) {
            int size = ends[bucket] - from;
            if (size >= ofSize.length) {
                ofSize = Arrays.copyOf(ofSize, size + 1);
            }
            ofSize[size]++;
        }
        int[] next = new int[ofSize.length];
        int filled = 0;
        for (int size = ofSize.length - 1; size > 0; size--) {
            next[size] = filled;
            filled += ofSize[size];
        }
        int[] ordered = new int[filled];
        for (int bucket = 0, from = 0; bucket < ends.length; from = ends[bucket++]) {
            int size = ends[bucket] - from;
            if (size > 0) {
                ordered[next[size]++] = bucket;
            }
        }
        return ordered;
    }

    /** Takes the slots of this pilot, if they are free and differ. */
    private boolean fits(int[] grouped, int from, int to, int pilot, BitSet taken) {
        for (int i = from; i < to; i++) {
            int slot = HostHash.slot(hashes[grouped[i]], pilot, hashes.length);
            if (taken.get(slot)) {
                for (int k = from; k < i; k++) {
                    taken.clear(slots[grouped[k]]);
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
            for (int k = from; k < i; k++) {
                UnsafeBuffer name = names.get(grouped[i]);
                if (name.equals(names.get(grouped[k]))) {
                    throw new IllegalArgumentException(
                            "host name \""
                                    + name.getStringWithoutLengthAscii(0, name.capacity())
                                    + "\" twice");
                }
            }
        }
    }

    private HostTable layOut(HostHash hash, int[] pilots) {
        int[] starts = new int[slots.length + 1];
        for (int i = 0; i < slots.length; i++) {
            starts[slots[i] + 1] = 1 + HostName.words(names.get(i).capacity());
        }
        for (int slot = 0; slot < slots.length; slot++) {
            starts[slot + 1] = Math.addExact(starts[slot + 1], starts[slot]);
        }
        long[] records = new long[starts[slots.length]];
        for (int i = 0; i < slots.length; i++) {
            UnsafeBuffer name = names.get(i);
            int at = starts[slots[i]];
            records[at++] = values[i];
            for (int word = 0; word < Words.whole(name.capacity()); word += Long.BYTES) {
                records[at++] = Words.word(name, word);
            }
            records[at] = HostName.lastWord(name, 0, name.capacity());
        }
        return new HostTable(hash, pilots, starts, records);
    }
}
