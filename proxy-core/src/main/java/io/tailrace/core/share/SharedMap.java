package io.tailrace.core.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map that never changes. Another one with a few other entries shares all else with it, and what
 * is different between two of them is found without a look at what they share.
 *
 * <pre>
 *   buckets, by hash --> key, value, key, value ... sorted by key
 * </pre>
 *
 * <p>The keys are sorted since whoever states them may choose them to have equal hashes: a lookup
 * then costs a binary search, and a change a copy of one bucket.
 *
 * <p>Thread: any (immutable).
 *
 * @param <K> whose order is consistent with equals
 */
public final class SharedMap<K extends Comparable<? super K>, V> {
    /** A change copies their array; of 100,000 entries there are some 24 in each. */
    private static final int BUCKETS = 4096;

    private static final Object[] NOTHING = {};

    private final Object[][] buckets;
    private final int size;

    private SharedMap(Object[][] buckets, int size) {
        this.buckets = buckets;
        this.size = size;
    }

    /** A map without entries. */
    public static <K extends Comparable<? super K>, V> SharedMap<K, V> empty() {
        Object[][] buckets = new Object[BUCKETS][];
        Arrays.fill(buckets, NOTHING);
        return new SharedMap<>(buckets, 0);
    }

    public int size() {
        return size;
    }

    public @Nullable V get(K key) {
        return get(buckets[bucket(key)], key);
    }

    /**
     * The same with other entries.
     *
     * @param put keys that may be new
     * @param gone other keys
     */
    public SharedMap<K, V> with(Map<K, V> put, Set<K> gone) {
        if (put.isEmpty() && gone.isEmpty()) {
            return this;
        }
        Map<Integer, List<K>> changed = new HashMap<>();
        put.keySet().forEach(key -> add(changed, key));
        gone.forEach(key -> add(changed, key));
        Object[][] next = buckets.clone();
        int nextSize = size;
        for (Map.Entry<Integer, List<K>> change : changed.entrySet()) {
            int bucket = change.getKey();
            next[bucket] = merge(buckets[bucket], change.getValue(), put);
            nextSize += (next[bucket].length - buckets[bucket].length) / 2;
        }
        return new SharedMap<>(next, nextSize);
    }

    private void add(Map<Integer, List<K>> changed, K key) {
        changed.computeIfAbsent(bucket(key), _ -> new ArrayList<>(1)).add(key);
    }

    private Object[] merge(Object[] former, List<K> changed, Map<K, V> put) {
        Collections.sort(changed);
        Object[] next = new Object[former.length + 2 * changed.size()];
        int from = 0;
        int to = 0;
        for (K key : changed) {
            int place = place(former, key);
            int smaller = (place < 0 ? ~place : place) - from;
            System.arraycopy(former, from, next, to, smaller);
            to += smaller;
            from += place < 0 ? smaller : smaller + 2;
            V value = put.get(key);
            if (value != null) {
                next[to++] = key;
                next[to++] = value;
            }
        }
        System.arraycopy(former, from, next, to, former.length - from);
        to += former.length - from;
        return to == 0 ? NOTHING : Arrays.copyOf(next, to);
    }

    /** Hands on each entry, in no particular order. */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (Object[] bucket : buckets) {
            for (int i = 0; i < bucket.length; i += 2) {
                action.accept(key(bucket, i), value(bucket, i + 1));
            }
        }
    }

    /** Hands on each key that has another value object here than there, or none on one side. */
    public void differences(SharedMap<K, V> other, Consumer<? super K> action) {
        for (int i = 0; i < BUCKETS; i++) {
            Object[] here = buckets[i];
            Object[] there = other.buckets[i];
            if (!isSame(here, there)) {
                missing(here, there, false, action);
                missing(there, here, true, action);
            }
        }
    }

    /**
     * Keys of {@code these} without value in {@code those} or, unless only that counts, another.
     */
    private void missing(
            Object[] these, Object[] those, boolean absentOnly, Consumer<? super K> action) {
        for (int i = 0; i < these.length; i += 2) {
            K key = key(these, i);
            V there = get(those, key);
            if (there == null || (!absentOnly && !isSame(there, these[i + 1]))) {
                action.accept(key);
            }
        }
    }

    /** Equal is not enough: that would have to be looked for. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    private static int bucket(Object key) {
        int hash = key.hashCode() * 0x9e3779b9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(BUCKETS));
    }

    private @Nullable V get(Object[] bucket, K key) {
        int place = place(bucket, key);
        return place < 0 ? null : value(bucket, place + 1);
    }

    /** The place of the key, or the complement of where it would be. */
    private int place(Object[] bucket, K key) {
        int low = 0;
        int high = bucket.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int compared = key(bucket, 2 * middle).compareTo(key);
            if (compared == 0) {
                return 2 * middle;
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~(2 * low);
    }

    @SuppressWarnings("unchecked")
    private K key(Object[] bucket, int place) {
        return (K) bucket[place];
    }

    @SuppressWarnings("unchecked")
    private V value(Object[] bucket, int place) {
        return (V) bucket[place];
    }
}
