package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * The paths of one host's rules as a radix tree, flattened into one array that hosts with equal
 * paths share: it answers with a rule's place among those of its host, sorted by path and type.
 * {@link PathTreeBuilder} writes it.
 *
 * <p>A node stands for a key: the path of its rules, that of a Prefix without one trailing slash.
 * The key is the bytes on the way from the root to the end of the node's label. A rule is a
 * candidate where the request's path ends with the key ({@code atEnd}), and that of a Prefix also
 * where the path goes on with a slash ({@code below}). A deeper candidate is a longer rule, or an
 * Exact one of equal length, so the last one met is the answer, and a path is read once, from left
 * to right. Which of a node's own rules goes first was decided when it was written.
 *
 * <pre>
 *   0                                     place of the host's {@link PathType#ANY} rule, or NONE
 *   1                                     the root
 *
 *   node  +0       atEnd, below           places of rules, or NONE
 *         +1       labelLength, children
 *         +2       label                  the node's part of the key, without its first byte
 *                                         (the root's label has all of its part); zeros at the end
 *         +2+L     first bytes            of each child's part of the key; zeros at the end
 *         +2+L+F   children               index of each child's node
 *
 *         L = ceil(labelLength / 8)       F = ceil(children / 8)
 * </pre>
 *
 * Numbers are ints, two in a long; the first is the lower one, as the first byte is the lowest.
 * Nodes have no gaps between them.
 *
 * <p>Thread: any (immutable).
 */
final class PathTree {
    /** What {@link #match} answers when no rule matches. */
    static final int NONE = -1;

    static final int ANY = 0;
    static final int ROOT = 1;
    static final int PLACES = 0;
    static final int COUNTS = 1;
    static final int LABEL = 2;

    /** The tree of a host without rules. */
    static final long[] EMPTY = withoutPaths(NONE);

    private PathTree() {}

    /** A root without key and children. */
    static long[] withoutPaths(int any) {
        return new long[] {pair(any, NONE), pair(NONE, NONE), 0};
    }

    static long pair(int first, int second) {
        return (first & 0xffff_ffffL) | ((long) second << Integer.SIZE);
    }

    static int first(long pair) {
        return (int) pair;
    }

    static int second(long pair) {
        return (int) (pair >> Integer.SIZE);
    }

    /** Longs that hold so many bytes. */
    static int longs(int bytes) {
        return (bytes + Long.BYTES - 1) / Long.BYTES;
    }

    /**
     * The place of the rule that a path selects, or {@link #NONE}.
     *
     * @param buffer holds a request's match path at {@code [offset, offset + length)}
     */
    static int match(long[] nodes, DirectBuffer buffer, int offset, int length) {
        int best = first(nodes[ANY]);
        int end = offset + length;
        int at = offset;
        int node = ROOT;
        while (true) {
            long counts = nodes[node + COUNTS];
            int labelLength = first(counts);
            if (labelLength > end - at
                    || !startsWith(nodes, node + LABEL, buffer, at, labelLength)) {
                return best;
            }
            at += labelLength;
            long places = nodes[node + PLACES];
            if (at == end) {
                return first(places) == NONE ? best : first(places);
            }
            byte next = buffer.getByte(at++);
            if (next == '/' && second(places) != NONE) {
                best = second(places);
            }
            node = child(nodes, node + LABEL + longs(labelLength), second(counts), next);
            if (node == NONE) {
                return best;
            }
        }
    }

    private static boolean startsWith(
            long[] nodes, int label, DirectBuffer buffer, int offset, int length) {
        int left = Words.left(length);
        int last = offset + Words.whole(length);
        int i = label;
        for (int at = offset; at != last; at += Long.BYTES) {
            if (Words.word(buffer, at) != nodes[i++]) {
                return false;
            }
        }
        return left == 0 || Words.rest(buffer, last + left, left) == nodes[i];
    }

    /** The child whose part of the key starts with this byte, or {@link #NONE}. */
    private static int child(long[] nodes, int firstBytes, int children, byte wanted) {
        int words = longs(children);
        for (int i = 0; i < words; i++) {
            int found = Words.indexOf(nodes[firstBytes + i], wanted);
            if (found < Long.BYTES) {
                int child = i * Long.BYTES + found;
                if (child >= children) {
                    // One of the zeros at the end.
                    return NONE;
                }
                // By a shift, as nobody can predict a branch here.
                long two = nodes[firstBytes + words + (child >>> 1)];
                return (int) (two >> ((child & 1) * Integer.SIZE));
            }
        }
        return NONE;
    }
}
