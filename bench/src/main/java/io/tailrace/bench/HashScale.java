package io.tailrace.bench;

import io.tailrace.core.route.PerfectHash;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Perfect hashes against each other and against an ordinary hash table, at many sizes, one line
 * each. All get the same random hashes, as {@code HostHash} would make them of names, and look them
 * up in random order, behind a call that costs all of them the same.
 *
 * <p>Thread: main.
 */
final class HashScale {
    private static final String[] SIZES = {"10", "1000", "100000", "1000000"};
    private static final int LOOKUPS = 1 << 18;
    private static final int ROUNDS = 25;

    private HashScale() {}

    /**
     * A structure that was built.
     *
     * @param number takes each hash to its number
     * @param bits what it takes of memory
     */
    record Built(LongToIntFunction number, long bits) {}

    /** How to build one; null when it does not work out with these hashes. */
    private record Candidate(String name, Function<long[], @Nullable Built> build) {}

    private static final Candidate[] CANDIDATES = {
        new Candidate("byte pilots (PerfectHash)", HashScale::perfectHash),
        new Candidate("hash and displace", DisplacedHash::build),
        new Candidate("three-way peeling (BDZ)", PeeledHash::build),
        new Candidate("open addressing", OpenHash::build),
    };

    /**
     * Prints the table.
     *
     * @param args numbers of names; {@link #SIZES} if there are none
     */
    public static void main(String[] args) {
        System.out.printf(
                Locale.ROOT,
                "%9s  %-27s%10s%10s%10s%10s%n",
                "names",
                "",
                "build ms",
                "bits/name",
                "find ns",
                "alone ns");
        for (String size : args.length == 0 ? SIZES : args) {
            measure(Integer.parseInt(size));
        }
    }

    private static @Nullable Built perfectHash(long[] hashes) {
        PerfectHash perfect = PerfectHash.of(hashes);
        return perfect == null ? null : new Built(perfect::of, perfect.bits());
    }

    private static void measure(int size) {
        SplittableRandom random = new SplittableRandom(size);
        long[] hashes = random.longs(size).toArray();
        long[] asked = new long[LOOKUPS];
        for (int i = 0; i < LOOKUPS; i++) {
            asked[i] = hashes[random.nextInt(size)];
        }
        for (Candidate candidate : CANDIDATES) {
            measure(candidate, hashes, asked);
        }
    }

    private static void measure(Candidate candidate, long[] hashes, long[] asked) {
        double build = Double.MAX_VALUE;
        Built built = null;
        for (int i = 0; i < Math.clamp(1_000_000 / hashes.length, 5, 500); i++) {
            long start = nowNs();
            built = candidate.build().apply(hashes);
            build = Math.min(build, (double) (nowNs() - start));
        }
        if (built == null) {
            System.out.printf(
                    Locale.ROOT, "%9d  %-27s did not work out%n", hashes.length, candidate.name());
            return;
        }
        verify(built, hashes);
        double find = Double.MAX_VALUE;
        double alone = Double.MAX_VALUE;
        int[] zeros = new int[hashes.length];
        for (int round = 0; round < ROUNDS; round++) {
            find = Math.min(find, find(built.number(), asked, zeros));
            alone = Math.min(alone, alone(built.number(), asked, zeros));
        }
        System.out.printf(
                Locale.ROOT,
                "%9d  %-27s%10.3f%10.2f%10.1f%10.1f%n",
                hashes.length,
                candidate.name(),
                build / 1e6,
                (double) built.bits() / hashes.length,
                find,
                alone);
    }

    private static void verify(Built built, long[] hashes) {
        BitSet numbers = new BitSet();
        for (long hash : hashes) {
            numbers.set(built.number().applyAsInt(hash));
        }
        if (numbers.length() != hashes.length || numbers.cardinality() != hashes.length) {
            throw new IllegalStateException("not a minimal perfect hash");
        }
    }

    /** Finds what stands under the number, as a table of names does. */
    private static double find(LongToIntFunction number, long[] asked, int[] zeros) {
        long start = nowNs();
        int sum = 0;
        for (long hash : asked) {
            sum += zeros[number.applyAsInt(hash)];
        }
        return perLookup(start, sum);
    }

    /** As {@link #find}, but each look-up needs the result of the one before. */
    private static double alone(LongToIntFunction number, long[] asked, int[] zeros) {
        long start = nowNs();
        int zero = 0;
        for (long hash : asked) {
            zero = zeros[number.applyAsInt(hash ^ zero)];
        }
        return perLookup(start, zero);
    }

    private static double perLookup(long start, int sum) {
        double ns = (double) (nowNs() - start);
        if (sum != 0) {
            throw new IllegalStateException("not zeros");
        }
        return ns / LOOKUPS;
    }

    /** Of this thread alone, as the machine may be busy. */
    private static long nowNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** 32 bits, scaled to 0 to {@code bound} - 1. */
    static int scale(long bits, int bound) {
        return (int) (((bits & 0xffff_ffffL) * bound) >>> Integer.SIZE);
    }

    /** Starts of groups, one more than there are, and the hashes group by group. */
    static long[] group(long[] hashes, int[] starts) {
        int groups = starts.length - 1;
        for (long hash : hashes) {
            starts[scale(hash, groups) + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = starts.clone();
        long[] grouped = new long[hashes.length];
        for (long hash : hashes) {
            grouped[next[scale(hash, groups)]++] = hash;
        }
        return grouped;
    }
}
