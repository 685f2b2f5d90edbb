package io.tailrace.core.handoff;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Values that the first who wants one makes, for all: one per key.
 *
 * <p>Thread: handoff. Writers and readers: any thread. Ordering: a value and what it points to are
 * visible to who gets it. Progress: one load where the value is there; while somebody makes one,
 * those who want the same wait, and perhaps some who want another.
 */
public final class OncePerKey<K, V> {
    private final ConcurrentHashMap<K, V> values = new ConcurrentHashMap<>();
    private final Function<K, V> maker;

    /**
     * @param maker called once per key, unless the key was dropped in between
     */
    public OncePerKey(Function<K, V> maker) {
        this.maker = maker;
    }

    /** The value of this key, the same for all. */
    public V get(K key) {
        V value = values.get(key);
        return value == null ? values.computeIfAbsent(key, maker) : value;
    }

    /** Drops the values of all other keys; who has one keeps it. */
    public void retain(Predicate<K> wanted) {
        values.keySet().removeIf(wanted.negate());
    }
}
