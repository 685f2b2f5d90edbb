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
 *   1                    entry of the root
 *
 *   entry                index of the node (32 bits), label length (16), children (8), has rules (1)
 *
 *   node                 [atEnd, below: 32 bits each, places or NONE; if it has rules]
 *                        label: the node's part of the key, without its first byte (the root's has
 *                        all of its part); zeros at the end
 *                        first byte of each child's part of the key; zeros at the end
 *                        entry of each child
 * </pre>
 *
 * What is first lies lowest in its long. That entries tell so much lets the next byte of the path
 * be read before the node is.
 *
 * <p>Thread: any (immutable).
 */
final class PathTree {
    /** What {@link #match} answers when no rule matches. */
    static final int NONE = -1;

    /** Longer labels go on in a child. */
    static final int MAX_LABEL = (1 << Short.SIZE) - 1;

    static final int ANY = 0;
    static final int ROOT = 1;

    private static final int CHILDREN_AT = Integer.SIZE + Short.SIZE;
    private static final int RULES_AT = CHILDREN_AT + Byte.SIZE;
    private static final long NO_CHILD = 0;

    /** The tree of a host without rules. */
    static final long[] EMPTY = withoutPaths(NONE);

    private PathTree() {}

    /** A root without key and children. */
    static long[] withoutPaths(int any) {
        return new long[] {any, entry(2, 0, 0, false)};
    }

    static long entry(int node, int labelLength, int children, boolean hasRules) {
        return node
                | ((long) labelLength << Integer.SIZE)
                | ((long) children << CHILDREN_AT)
                | ((hasRules ? 1L : 0L) << RULES_AT);
    }

    static long places(int atEnd, int below) {
        return (atEnd & 0xffff_ffffL) | ((long) below << Integer.SIZE);
    }

    private static int labelLength(long entry) {
        return (int) (entry >> Integer.SIZE) & MAX_LABEL;
    }

    private static int children(long entry) {
        return (int) (entry >> CHILDREN_AT) & 0xff;
    }

    /** 0 or 1. */
    private static int rules(long entry) {
        return (int) (entry >> RULES_AT);
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
        long entry = nodes[ROOT];
        while (entry != NO_CHILD) {
            int node = (int) entry;
            int label = node + rules(entry);
            int labelLength = labelLength(entry);
            if (labelLength > end - at || !startsWith(nodes, label, buffer, at, labelLength)) {
                break;
            }
            at += labelLength;
            if (at == end) {
                int atEnd = label == node ? NONE : (int) nodes[node];
                return atEnd == NONE ? best : atEnd;
            }
            byte next = buffer.getByte(at++);
            if (next == '/' && label != node) {
                int below = (int) (nodes[node] >> Integer.SIZE);
                best = below == NONE ? best : below;
            }
            entry = child(nodes, label + longs(labelLength), children(entry), next);
        }
        return best;
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

    /** The entry of the child whose part of the key starts with this byte. */
    private static long child(long[] nodes, int firstBytes, int children, byte wanted) {
        int words = longs(children);
        for (int i = 0; i < words; i++) {
            int found = Words.indexOf(nodes[firstBytes + i], wanted);
            if (found < Long.BYTES) {
                int child = i * Long.BYTES + found;
                // Beyond them it is one of the zeros at the end.
                return child < children ? nodes[firstBytes + words + child] : NO_CHILD;
            }
        }
        return NO_CHILD;
    }
}
