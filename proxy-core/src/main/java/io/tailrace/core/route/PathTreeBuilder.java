package io.tailrace.core.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a {@link PathTree}, from keys in ascending order to nodes from the root down, without
 * recursion: whoever states paths decides how deep the tree is.
 *
 * <p>Thread: control.
 */
final class PathTreeBuilder {
    private final List<Key> keys;
    private final ExpandableArrayBuffer nodes = new ExpandableArrayBuffer();
    private int size;

    private PathTreeBuilder(List<Key> keys) {
        this.keys = keys;
    }

    /**
     * @param rules all rules of one host, sorted by path and type, at least one
     */
    static PathMatcher build(List<Rule> rules) {
        Rule first = rules.getFirst();
        if (rules.size() == 1 && first.type() == PathType.ANY) {
            return new WholeHost(true);
        }
        if (rules.size() == 1 && first.type() == PathType.PREFIX && first.path().equals("/")) {
            return new WholeHost(false);
        }
        // The empty path of an ANY rule sorts before all others.
        int any = first.type() == PathType.ANY ? 0 : PathMatcher.NONE;
        PathTreeBuilder builder = new PathTreeBuilder(keys(rules));
        builder.write();
        byte[] area = new byte[builder.size + Words.BYTES];
        builder.nodes.getBytes(0, area, 0, builder.size);
        return new PathTree(new UnsafeBuffer(area), any);
    }

    private static List<Key> keys(List<Rule> rules) {
        List<Key> candidates = new ArrayList<>();
        for (int place = 0; place < rules.size(); place++) {
            Rule rule = rules.get(place);
            if (rule.type() != PathType.ANY) {
                candidates.add(Key.of(rule, place));
            }
        }
        candidates.sort((a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes));
        List<Key> keys = new ArrayList<>();
        for (Key candidate : candidates) {
            if (!keys.isEmpty() && Arrays.equals(keys.getLast().bytes, candidate.bytes)) {
                keys.set(keys.size() - 1, keys.getLast().with(candidate));
            } else {
                keys.add(candidate);
            }
        }
        return keys;
    }

    /**
     * The keys [from, to) that share their first {@code depth} bytes, and where to note their node.
     */
    private record Task(int from, int to, int depth, int noteAt) {}

    private void write() {
        Deque<Task> tasks = new ArrayDeque<>();
        tasks.push(new Task(0, keys.size(), 0, PathMatcher.NONE));
        while (!tasks.isEmpty()) {
            Task task = tasks.pop();
            int node = size;
            boolean root = node == PathTree.ROOT;
            if (!root) {
                nodes.putInt(task.noteAt, node);
            }
            Key first = keys.get(task.from);
            int depth = task.depth + (root ? 0 : 1);
            int keyEnd = depth + mismatch(first.bytes, keys.get(task.to - 1).bytes, depth);
            boolean own = first.bytes.length == keyEnd;
            List<Task> children = children(own ? task.from + 1 : task.from, task.to, keyEnd);

            nodes.putInt(node + PathTree.AT_END, own ? first.atEnd() : PathMatcher.NONE);
            nodes.putInt(node + PathTree.BELOW, own ? first.below() : PathMatcher.NONE);
            nodes.putInt(node + PathTree.LABEL_LENGTH, keyEnd - depth);
            nodes.putInt(node + PathTree.CHILDREN, children.size());
            int offsets = PathTree.childOffsets(node, children.size());
            for (int i = 0; i < children.size(); i++) {
                Task child = children.get(i);
                nodes.putByte(node + PathTree.FIRST_BYTES + i, keys.get(child.from).bytes[keyEnd]);
                tasks.push(new Task(child.from, child.to, keyEnd, offsets + i * Integer.BYTES));
            }
            int label = PathTree.label(node, children.size());
            nodes.putBytes(label, first.bytes, depth, keyEnd - depth);
            size = label + keyEnd - depth;
        }
    }

    /** How many bytes from {@code depth} on are equal. */
    private static int mismatch(byte[] a, byte[] b, int depth) {
        int mismatch = Arrays.mismatch(a, depth, a.length, b, depth, b.length);
        return mismatch < 0 ? a.length - depth : mismatch;
    }

    /** The keys [from, to), all longer than {@code depth}, in groups of one byte there. */
    private List<Task> children(int from, int to, int depth) {
        List<Task> groups = new ArrayList<>();
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || keys.get(i).bytes[depth] != keys.get(start).bytes[depth]) {
                groups.add(new Task(start, i, depth, PathMatcher.NONE));
                start = i;
            }
        }
        return groups;
    }

    /** A key and its rules: their places, or {@link PathMatcher#NONE}. */
    private static final class Key {
        private final byte[] bytes;
        private final int exact;
        private final int prefix;

        /** Of the Prefix whose path has a slash more than the key. */
        private final int slashPrefix;

        private Key(byte[] bytes, int exact, int prefix, int slashPrefix) {
            this.bytes = bytes;
            this.exact = exact;
            this.prefix = prefix;
            this.slashPrefix = slashPrefix;
        }

        static Key of(Rule rule, int place) {
            int none = PathMatcher.NONE;
            byte[] path = rule.path().getBytes(StandardCharsets.US_ASCII);
            if (rule.type() == PathType.EXACT) {
                return new Key(path, place, none, none);
            }
            return rule.path().endsWith("/")
                    ? new Key(Arrays.copyOf(path, path.length - 1), none, none, place)
                    : new Key(path, none, place, none);
        }

        /** Both keys' rules; each kind is in one of them. */
        Key with(Key other) {
            return new Key(
                    bytes,
                    Math.max(exact, other.exact),
                    Math.max(prefix, other.prefix),
                    Math.max(slashPrefix, other.slashPrefix));
        }

        /**
         * Exact before Prefix at equal length; then the Prefix without trailing slash, which has
         * exactly this path. Where the key itself ends with a slash ({@code /a//} as a Prefix,
         * {@code /a/} as Exact), the Prefix is the longer rule.
         */
        int atEnd() {
            boolean slashAtEnd = bytes.length > 0 && bytes[bytes.length - 1] == '/';
            if (slashAtEnd && slashPrefix != PathMatcher.NONE) {
                return slashPrefix;
            }
            if (exact != PathMatcher.NONE) {
                return exact;
            }
            return prefix == PathMatcher.NONE ? slashPrefix : prefix;
        }

        /** The Prefix with a trailing slash goes first: it has this path and what is below. */
        int below() {
            return slashPrefix == PathMatcher.NONE ? prefix : slashPrefix;
        }
    }
}
