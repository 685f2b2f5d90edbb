package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * The paths of one host's rules as a radix tree, flattened into one byte area. {@link
 * PathTreeBuilder} writes it.
 *
 * <p>A node stands for a key: the path of its rules, that of a Prefix without one trailing slash.
 * The key is the bytes on the way from the root to the end of the node's label. A rule is a
 * candidate where the request's path ends with the key ({@code atEnd}), and that of a Prefix also
 * where the path goes on with a slash ({@code below}). A deeper candidate is a longer rule, so the
 * last one met is the answer, and a path is read once, from left to right. Which of a node's own
 * rules comes first was decided when it was written.
 *
 * <pre>
 *   node  +0             int   atEnd: place of the rule for paths that end here, or NONE
 *         +4             int   below: place of the rule for paths that go on with '/', or NONE
 *         +8             int   labelLength
 *         +12            int   children
 *         +16            byte  first byte of each child's part of the key, ascending
 *         +16+children   int   offset of each child
 *         +16+5*children byte  label: the node's part of the key, without its first byte
 *                              (the root's label has all of its part)
 * </pre>
 *
 * Nodes follow each other without gaps, the root first; {@value Words#BYTES} bytes follow the last.
 * Values are of the machine's byte order.
 *
 * <p>Thread: any (immutable).
 */
final class PathTree implements PathMatcher {
    static final int ROOT = 0;

    static final int AT_END = 0;
    static final int BELOW = 4;
    static final int LABEL_LENGTH = 8;
    static final int CHILDREN = 12;
    static final int FIRST_BYTES = 16;

    private final DirectBuffer nodes;
    private final int any;

    /**
     * @param any place of the host's {@link PathType#ANY} rule, or {@link #NONE}
     */
    PathTree(DirectBuffer nodes, int any) {
        this.nodes = nodes;
        this.any = any;
    }

    static int childOffsets(int node, int children) {
        return node + FIRST_BYTES + children;
    }

    static int label(int node, int children) {
        return childOffsets(node, children) + children * Integer.BYTES;
    }

    @Override
    public int match(DirectBuffer buffer, int offset, int length) {
        int best = any;
        int end = offset + length;
        int at = offset;
        int node = ROOT;
        while (true) {
            int children = nodes.getInt(node + CHILDREN);
            int labelLength = nodes.getInt(node + LABEL_LENGTH);
            if (labelLength > end - at
                    || !Words.equal(buffer, at, nodes, label(node, children), labelLength)) {
                return best;
            }
            at += labelLength;
            if (at == end) {
                int atEnd = nodes.getInt(node + AT_END);
                return atEnd == NONE ? best : atEnd;
            }
            byte next = buffer.getByte(at);
            if (next == '/') {
                int below = nodes.getInt(node + BELOW);
                best = below == NONE ? best : below;
            }
            int child = child(node, children, next);
            if (child == children) {
                return best;
            }
            node = nodes.getInt(childOffsets(node, children) + child * Integer.BYTES);
            at++;
        }
    }

    /** The child whose part of the key starts with this byte, or {@code children}. */
    private int child(int node, int children, byte first) {
        for (int i = 0; i < children; i += Words.BYTES) {
            int found = Words.indexOf(Words.word(nodes, node + FIRST_BYTES + i), first);
            if (found < Words.BYTES) {
                // Beyond the last child the word holds other bytes.
                return Math.min(i + found, children);
            }
        }
        return children;
    }
}
