package io.tailrace.core.route;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Host names, each with a value.
 *
 * <p>Thread: any (immutable).
 */
final class HostValues<V> {
    private final HostNames names;

    /** By the slot of the name. */
    private final Object[] values;

    private HostValues(HostNames names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    static <V> HostValues<V> empty() {
        return new HostValues<>(new HostNamesBuilder().build(0), new Object[0]);
    }

    int size() {
        return values.length;
    }

    /** The value of this name in any case. */
    @Nullable V find(DirectBuffer buffer, int offset, int length) {
        int slot = names.find(buffer, offset, length);
        return slot == HostNames.NONE ? null : value(slot);
    }

    @Nullable V find(String name) {
        int slot = names.find(name);
        return slot == HostNames.NONE ? null : value(slot);
    }

    @SuppressWarnings("unchecked")
    private V value(int slot) {
        return (V) values[slot];
    }

    void forEach(Consumer<V> action) {
        for (int slot = 0; slot < values.length; slot++) {
            action.accept(value(slot));
        }
    }

    /**
     * The same with other values for some names. As long as the set of names stays, it is shared.
     *
     * @param put names that may be new
     * @param gone other names
     * @param seed as for {@link HostNamesBuilder#build}
     */
    HostValues<V> with(Map<String, V> put, Set<String> gone, long seed) {
        if (put.isEmpty() && gone.isEmpty()) {
            return this;
        }
        Object[] changed = values.clone();
        List<String> added = new ArrayList<>();
        put.forEach(
                (name, value) -> {
                    int slot = names.find(name);
                    if (slot == HostNames.NONE) {
                        added.add(name);
                    } else {
                        changed[slot] = value;
                    }
                });
        BitSet removed = new BitSet();
        for (String name : gone) {
            int slot = names.find(name);
            if (slot != HostNames.NONE) {
                removed.set(slot);
            }
        }
        if (added.isEmpty() && removed.isEmpty()) {
            return put.isEmpty() ? this : new HostValues<>(names, changed);
        }
        HostNamesBuilder builder = new HostNamesBuilder();
        List<Object> ordered = new ArrayList<>(changed.length + added.size());
        for (int slot = 0; slot < changed.length; slot++) {
            if (!removed.get(slot)) {
                builder.add(names, slot);
                ordered.add(changed[slot]);
            }
        }
        for (String name : added) {
            builder.add(name);
            ordered.add(put.get(name));
        }
        HostNames next = builder.build(seed);
        Object[] bySlot = new Object[ordered.size()];
        int[] slots = builder.slots();
        for (int i = 0; i < bySlot.length; i++) {
            bySlot[slots[i]] = ordered.get(i);
        }
        return new HostValues<>(next, bySlot);
    }
}
