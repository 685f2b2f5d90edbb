package io.tailrace.core.route;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Writes a {@link PathTree}: keys in ascending order become nodes from the root down, without
 * recursion, as whoever states paths decides how deep the tree is.
 *
 * <p>Thread: control.
 */
final class PathTreeBuilder {
    private final List<PathKey> keys;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private long[] nodes = new long[16];
    private int size;

    private PathTreeBuilder(List<PathKey> keys) {
        this.keys = keys;
    }

    /**
     * A node to be written, of the keys [from, to).
     *
     * @param labelStart so many first bytes of the keys are equal and belong to the nodes above
     * @param entryAt where its entry belongs
     */
    private record Task(int from, int to, int labelStart, int entryAt) {}

    /**
     * The tree of one host's rules.
     *
     * @param rules sorted by path and type, at least one
     */
    static long[] build(List<Rule> rules) {
        Rule first = rules.getFirst();
        // The empty path of an ANY rule sorts before all others.
        int any = first.type() == PathType.ANY ? 0 : PathTree.NONE;
        PathTreeBuilder builder = new PathTreeBuilder(PathKey.of(rules));
        if (builder.keys.isEmpty()) {
            return PathTree.withoutPaths(any);
        }
        builder.append(any);
        builder.append(0);
        builder.tasks.push(new Task(0, builder.keys.size(), 0, PathTree.ROOT));
        while (!builder.tasks.isEmpty()) {
            builder.write(builder.tasks.pop());
        }
        return Arrays.copyOf(builder.nodes, builder.size);
    }

    private void write(Task task) {
        PathKey first = keys.get(task.from);
        byte[] key = first.bytes();
        int keyEnd = task.labelStart + Math.min(equalBytes(task), PathTree.MAX_LABEL);
        boolean own = key.length == keyEnd;
        int[] groups = groups(own ? task.from + 1 : task.from, task.to, keyEnd);
        byte[] firstBytes = new byte[groups.length - 1];
        for (int i = 0; i < firstBytes.length; i++) {
            firstBytes[i] = keys.get(groups[i]).bytes()[keyEnd];
        }

        nodes[task.entryAt] =
                PathTree.entry(size, keyEnd - task.labelStart, firstBytes.length, own);
        if (own) {
            append(PathTree.places(first.atEnd(), first.below()));
        }
        append(Arrays.copyOfRange(key, task.labelStart, keyEnd));
        append(firstBytes);
        for (int i = 0; i < firstBytes.length; i++) {
            tasks.push(new Task(groups[i], groups[i + 1], keyEnd + 1, size));
            append(0);
        }
    }

    /** How many bytes from the label's start on all keys share: those of the first and the last. */
    private int equalBytes(Task task) {
        byte[] a = keys.get(task.from).bytes();
        byte[] b = keys.get(task.to - 1).bytes();
        int start = task.labelStart;
        int mismatch = Arrays.mismatch(a, start, a.length, b, start, b.length);
        return mismatch < 0 ? a.length - start : mismatch;
    }

    /**
     * Where the keys [from, to) change their byte at {@code depth}: the start of each group, and
     * {@code to}.
     */
    private int[] groups(int from, int to, int depth) {
        int[] starts = new int[Math.min(to - from, 1 << Byte.SIZE) + 1];
        int groups = 0;
        for (int i = from; i < to; i++) {
            if (i == from || keys.get(i - 1).bytes()[depth] != keys.get(i).bytes()[depth]) {
                starts[groups++] = i;
            }
        }
        starts[groups] = to;
        return Arrays.copyOf(starts, groups + 1);
    }

    private void append(long value) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * size);
        }
        nodes[size++] = value;
    }

    private void append(byte[] bytes) {
        long word = 0;
        for (int i = 0; i < bytes.length; i++) {
            word |= (bytes[i] & 0xffL) << (i % Long.BYTES * Byte.SIZE);
            if (i % Long.BYTES == Long.BYTES - 1 || i == bytes.length - 1) {
                append(word);
                word = 0;
            }
        }
    }
}
