package io.tailrace.bench;

import io.tailrace.bench.HashScale.Built;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * BDZ for {@link HashScale} (Botelho, Pagh, Ziviani: Simple and space-efficient minimal perfect
 * hash functions): each hash is an edge of three vertices, a peeling of the graph gives each edge a
 * vertex of its own, two bits at each vertex say which of the three it is, and the rank of that
 * vertex among those in use is the number.
 *
 * <p>Thread: any (immutable).
 */
final class PeeledHash {
    private static final int UNUSED = 3;
    private static final int VERTICES_PER_LONG = Long.SIZE / 2;
    private static final int LONGS_PER_RANK = 4;
    private static final long LOW_BITS = 0x5555_5555_5555_5555L;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final int ATTEMPTS = 20;

    private final int third;
    private final long key;
    private final long[] choices;
    private final int[] ranks;

    private PeeledHash(int edges, long key) {
        this.third = (int) (edges * 1.23 / 3) + 2;
        this.key = key;
        this.choices = new long[3 * third / VERTICES_PER_LONG + 1];
        this.ranks = new int[choices.length / LONGS_PER_RANK + 1];
    }

    static @Nullable Built build(long[] hashes) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            PeeledHash hash = new PeeledHash(hashes.length, attempt * GOLDEN);
            if (hash.peel(hashes)) {
                return new Built(
                        hash::number,
                        (long) hash.choices.length * Long.SIZE
                                + (long) hash.ranks.length * Integer.SIZE);
            }
        }
        return null;
    }

    private int vertex(long hash, int which) {
        long mixed =
                switch (which) {
                    case 0 -> hash ^ key;
                    case 1 -> (hash ^ key) >>> Integer.SIZE;
                    default -> ((hash ^ key) * GOLDEN) >>> Integer.SIZE;
                };
        return which * third + HashScale.scale(mixed, third);
    }

    private boolean peel(long[] hashes) {
        int vertices = 3 * third;
        int[] degrees = new int[vertices];
        int[] edges = new int[vertices];
        for (int edge = 0; edge < hashes.length; edge++) {
            for (int which = 0; which < 3; which++) {
                int vertex = vertex(hashes[edge], which);
                degrees[vertex]++;
                edges[vertex] ^= edge;
            }
        }
        int[] single = new int[vertices + 2 * hashes.length];
        int count = 0;
        for (int vertex = 0; vertex < vertices; vertex++) {
            if (degrees[vertex] == 1) {
                single[count++] = vertex;
            }
        }
        int[] order = new int[hashes.length];
        int[] owns = new int[hashes.length];
        int peeled = 0;
        for (int i = 0; i < count; i++) {
            if (degrees[single[i]] != 1) {
                continue;
            }
            int edge = edges[single[i]];
            order[peeled] = edge;
            owns[peeled++] = single[i];
            for (int which = 0; which < 3; which++) {
                int vertex = vertex(hashes[edge], which);
                edges[vertex] ^= edge;
                if (--degrees[vertex] == 1) {
                    single[count++] = vertex;
                }
            }
        }
        if (peeled < hashes.length) {
            return false;
        }
        choose(hashes, order, owns);
        return true;
    }

    /** In reverse order, so that each edge is the last to touch the vertex it owns. */
    private void choose(long[] hashes, int[] order, int[] owns) {
        int[] values = new int[3 * third];
        Arrays.fill(values, UNUSED);
        for (int i = order.length - 1; i >= 0; i--) {
            long hash = hashes[order[i]];
            int own = owns[i] / third;
            int others = 0;
            for (int which = 0; which < 3; which++) {
                others += which == own ? 0 : values[vertex(hash, which)];
            }
            values[owns[i]] = Math.floorMod(own - others, 3);
        }
        Arrays.fill(choices, -1);
        for (int vertex = 0; vertex < values.length; vertex++) {
            choices[vertex / VERTICES_PER_LONG] ^= (long) (UNUSED ^ values[vertex]) << (2 * vertex);
        }
        int rank = 0;
        for (int i = 0; i < choices.length; i++) {
            if (i % LONGS_PER_RANK == 0) {
                ranks[i / LONGS_PER_RANK] = rank;
            }
            rank += used(choices[i]);
        }
    }

    private int number(long hash) {
        int a = vertex(hash, 0);
        int b = vertex(hash, 1);
        int c = vertex(hash, 2);
        int sum = choice(a) + choice(b) + choice(c);
        int which = sum % 3;
        int vertex = which == 0 ? a : which == 1 ? b : c;
        int at = vertex / VERTICES_PER_LONG;
        int rank = ranks[at / LONGS_PER_RANK];
        for (int i = at / LONGS_PER_RANK * LONGS_PER_RANK; i < at; i++) {
            rank += used(choices[i]);
        }
        return rank + used(choices[at] | (-1L << (2 * vertex)));
    }

    private int choice(int vertex) {
        return (int) (choices[vertex / VERTICES_PER_LONG] >>> (2 * vertex)) & 3;
    }

    /** Vertices in use: those that are not 3. */
    private static int used(long choices) {
        return VERTICES_PER_LONG - Long.bitCount(choices & (choices >>> 1) & LOW_BITS);
    }
}
