package io.tailrace.core.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A key of a {@link PathTree} and its rules, as places among the host's rules or {@link
 * PathTree#NONE}.
 *
 * <p>Thread: control.
 */
final class PathKey {
    private final byte[] bytes;
    private final int exact;
    private final int prefix;

    /** Of the Prefix whose path has a slash more than the key. */
    private final int slashPrefix;

    private PathKey(byte[] bytes, int exact, int prefix, int slashPrefix) {
        this.bytes = bytes;
        this.exact = exact;
        this.prefix = prefix;
        this.slashPrefix = slashPrefix;
    }

    /**
     * The keys of one host's rules, each once, in ascending order. An {@link PathType#ANY} rule has
     * none.
     */
    static List<PathKey> of(List<Rule> rules) {
        List<PathKey> single = new ArrayList<>();
        for (int place = 0; place < rules.size(); place++) {
            if (rules.get(place).type() != PathType.ANY) {
                single.add(of(rules.get(place), place));
            }
        }
        single.sort((a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes));
        List<PathKey> keys = new ArrayList<>();
        for (PathKey key : single) {
            if (!keys.isEmpty() && Arrays.equals(keys.getLast().bytes, key.bytes)) {
                keys.add(keys.removeLast().and(key));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    private static PathKey of(Rule rule, int place) {
        int none = PathTree.NONE;
        byte[] path = rule.path().getBytes(StandardCharsets.US_ASCII);
        if (rule.type() == PathType.EXACT) {
            return new PathKey(path, place, none, none);
        }
        return rule.path().endsWith("/")
                ? new PathKey(Arrays.copyOf(path, path.length - 1), none, none, place)
                : new PathKey(path, none, place, none);
    }

    /** The rules of two equal keys; each kind comes from one of them. */
    private PathKey and(PathKey other) {
        return new PathKey(
                bytes,
                Math.max(exact, other.exact),
                Math.max(prefix, other.prefix),
                Math.max(slashPrefix, other.slashPrefix));
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * The rule for paths that end with the key. Exact goes before Prefix at equal length, then the
     * Prefix without trailing slash, which serves exactly this path. Where the key itself ends with
     * a slash (Prefix {@code /a//} and Exact {@code /a/}), the Prefix is the longer rule.
     */
    int atEnd() {
        boolean longer = bytes.length > 0 && bytes[bytes.length - 1] == '/';
        if (exact != PathTree.NONE && !(longer && slashPrefix != PathTree.NONE)) {
            return exact;
        }
        return prefix != PathTree.NONE ? prefix : slashPrefix;
    }

    /** The rule for paths that go on with a slash; both kinds of Prefix serve what is below. */
    int below() {
        return slashPrefix != PathTree.NONE ? slashPrefix : prefix;
    }
}
