package io.tailrace.bench;

import io.tailrace.bench.HashScale.Built;
import java.util.BitSet;

/**
 * Hash and displace for {@link HashScale}: buckets of three on average try pilots of 32 bits, large
 * buckets first, until all of their hashes fall on free numbers. A bucket of one says its number.
 *
 * <p>Thread: any (immutable).
 */
final class DisplacedHash {
    private static final int PER_BUCKET = 3;

    private DisplacedHash() {}

    static Built build(long[] hashes) {
        int[] pilots = new int[hashes.length / PER_BUCKET + 1];
        int[] starts = new int[pilots.length + 1];
        long[] grouped = HashScale.group(hashes, starts);
        int largest = 0;
        for (int bucket = 0; bucket < pilots.length; bucket++) {
            largest = Math.max(largest, starts[bucket + 1] - starts[bucket]);
        }
        BitSet taken = new BitSet(hashes.length);
        int[] numbers = new int[largest];
        for (int size = largest; size > 0; size--) {
            int free = 0;
            for (int bucket = 0; bucket < pilots.length; bucket++) {
                int from = starts[bucket];
                if (starts[bucket + 1] - from != size) {
                    continue;
                }
                if (size == 1) {
                    free = taken.nextClearBit(free);
                    pilots[bucket] = -free;
                    free++;
                } else {
                    int pilot = 1;
                    while (!takes(grouped, from, size, pilot, taken, numbers)) {
                        pilot += 2;
                    }
                    pilots[bucket] = pilot;
                }
            }
        }
        int size = hashes.length;
        return new Built(
                hash -> number(hash, pilots[HashScale.scale(hash, pilots.length)], size),
                (long) pilots.length * Integer.SIZE);
    }

    private static int number(long hash, int pilot, int size) {
        return pilot <= 0 ? -pilot : HashScale.scale((hash * pilot) >>> Integer.SIZE, size);
    }

    private static boolean takes(
            long[] grouped, int from, int size, int pilot, BitSet taken, int[] numbers) {
        for (int i = 0; i < size; i++) {
            int number = number(grouped[from + i], pilot, grouped.length);
            if (taken.get(number)) {
                for (int k = 0; k < i; k++) {
                    taken.clear(numbers[k]);
                }
                return false;
            }
            taken.set(number);
            numbers[i] = number;
        }
        return true;
    }
}
