package io.tailrace.bench;

import io.tailrace.bench.HashScale.Built;

/**
 * An ordinary hash table of numbers, at most half full, that compares 32 bits of the hash: what
 * {@link HashScale} holds perfect hashes against.
 *
 * <p>Thread: any (immutable).
 */
final class OpenHash {
    private OpenHash() {}

    static Built build(long[] hashes) {
        // The upper half of the hash, and one more than its number.
        long[] table = new long[Integer.highestOneBit(hashes.length) * 4];
        int mask = table.length - 1;
        for (int number = 0; number < hashes.length; number++) {
            int at = (int) hashes[number] & mask;
            while (table[at] != 0) {
                at = (at + 1) & mask;
            }
            table[at] = (hashes[number] & (-1L << Integer.SIZE)) | (number + 1);
        }
        return new Built(hash -> find(table, mask, hash), (long) table.length * Long.SIZE);
    }

    private static int find(long[] table, int mask, long hash) {
        int at = (int) hash & mask;
        while ((table[at] ^ hash) >>> Integer.SIZE != 0) {
            at = (at + 1) & mask;
        }
        return (int) table[at] - 1;
    }
}
