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
 *   0                    place of the host's {@link PathType#ANY} rule, or NONE
 *   1                    the root
 *
 *   node  +0             label length (12 bits), children (8), atEnd (22), below (22);
 *                        the latter two are places of rules, or NONE
 *         +1             label: the node's part of the key, without its first byte (the root's has
 *                        all of its part); zeros at the end
 *         +1+L           first bytes of each child's part of the key; zeros at the end
 *         +1+L+F         index of each child's node, two in a long
 *
 *         L = ceil(label length / 8)       F = ceil(children / 8)
 * </pre>
 *
 * What is first lies lowest in its long. Nodes have no gaps between them.
 *
 * <p>Thread: any (immutable).
 */
final class PathTree {
    /** What {@link #match} answers when no rule matches. */
    static final int NONE = -1;

    static final int ANY = 0;
    static final int ROOT = 1;
    static final int LABEL = 1;

    private static final int LABEL_BITS = 12;
    private static final int CHILDREN_BITS = 8;
    private static final int PLACE_BITS = 22;
    private static final int CHILDREN_AT = LABEL_BITS;
    private static final int AT_END_AT = CHILDREN_AT + CHILDREN_BITS;
    private static final int BELOW_AT = AT_END_AT + PLACE_BITS;

    /** Longer ones go on in a child. */
    static final int MAX_LABEL = (1 << LABEL_BITS) - 1;

    /** So many rules a host may have. */
    static final int MAX_RULES = (1 << (PLACE_BITS - 1)) - 1;

    /** The tree of a host without rules. */
    static final long[] EMPTY = withoutPaths(NONE);

    private PathTree() {}

    /** A root without key and children. */
    static long[] withoutPaths(int any) {
        return new long[] {any, head(0, 0, NONE, NONE)};
    }

    static long head(int labelLength, int children, int atEnd, int below) {
        return labelLength
                | ((long) children << CHILDREN_AT)
                | ((atEnd & ((1L << PLACE_BITS) - 1)) << AT_END_AT)
                | ((long) below << BELOW_AT);
    }

    private static int labelLength(long head) {
        return (int) head & MAX_LABEL;
    }

    private static int children(long head) {
        return (int) (head >> CHILDREN_AT) & ((1 << CHILDREN_BITS) - 1);
    }

    /** Shifted up and down again, with its sign: {@code below} has as many bits. */
    private static int atEnd(long head) {
        return (int) ((head << PLACE_BITS) >> BELOW_AT);
    }

    private static int below(long head) {
        return (int) (head >> BELOW_AT);
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
        int best = (int) nodes[ANY];
        int end = offset + length;
        int at = offset;
        int node = ROOT;
        while (true) {
            long head = nodes[node];
            int labelLength = labelLength(head);
            if (labelLength > end - at
                    || !startsWith(nodes, node + LABEL, buffer, at, labelLength)) {
                return best;
            }
            at += labelLength;
            if (at == end) {
                return atEnd(head) == NONE ? best : atEnd(head);
            }
            byte next = buffer.getByte(at++);
            if (next == '/' && below(head) != NONE) {
                best = below(head);
            }
            node = child(nodes, node + LABEL + longs(labelLength), children(head), next);
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
