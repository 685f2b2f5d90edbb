package io.tailrace.core.route;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Host names, each with a value: the exact name decides, else the wildcard that covers exactly its
 * first label. A look-up reads the request's bytes where they are, hashes them with their case
 * folded, and compares them with the one name that has the number.
 *
 * <p>Thread: any (immutable); built by control, asked by cores.
 */
public final class HostTable<V> {
    /** What a wildcard has in place of the first label. */
    private static final String WILDCARD = "*.";

    private final HostValues<V> exact;

    /** By the name behind the first label and its dot. */
    private final HostValues<V> wildcards;

    private HostTable(HostValues<V> exact, HostValues<V> wildcards) {
        this.exact = exact;
        this.wildcards = wildcards;
    }

    /**
     * Builds a table. Control thread.
     *
     * @param values by name: lower-case, without trailing dot, or {@code *.} and such a name
     * @param seed random and secret, another one for each table, so that nobody can choose names
     *     that collide; has no effect on what is found
     */
    public static <V> HostTable<V> of(Map<String, V> values, long seed) {
        HostTable<V> empty = new HostTable<>(HostValues.empty(), HostValues.empty());
        return empty.with(values, Set.of(), seed);
    }

    /**
     * The same with other values for some names. As long as the set of names stays, it is shared.
     * Control thread.
     *
     * @param put names that may be new
     * @param gone other names
     * @param seed as for {@link #of}
     */
    public HostTable<V> with(Map<String, V> put, Set<String> gone, long seed) {
        Map<String, V> exactPut = HashMap.newHashMap(put.size());
        Map<String, V> wildcardsPut = new HashMap<>();
        put.forEach(
                (name, value) -> {
                    if (name.startsWith(WILDCARD)) {
                        wildcardsPut.put(name.substring(WILDCARD.length()), value);
                    } else {
                        exactPut.put(name, value);
                    }
                });
        Set<String> exactGone = new HashSet<>();
        Set<String> wildcardsGone = new HashSet<>();
        for (String name : gone) {
            if (name.startsWith(WILDCARD)) {
                wildcardsGone.add(name.substring(WILDCARD.length()));
            } else {
                exactGone.add(name);
            }
        }
        return new HostTable<>(
                exact.with(exactPut, exactGone, seed),
                wildcards.with(wildcardsPut, wildcardsGone, seed));
    }

    /**
     * The value of the name that decides, or null if there is none. Core thread; allocates nothing.
     *
     * @param name at {@code [offset, offset + length)}, in any case, without port and without
     *     trailing dot
     */
    public @Nullable V find(DirectBuffer name, int offset, int length) {
        V value = exact.find(name, offset, length);
        if (value == null && wildcards.size() > 0) {
            int label = HostName.firstLabel(name, offset, length);
            if (label > 0) {
                value = wildcards.find(name, offset + label, length - label);
            }
        }
        return value;
    }

    /** The value of this very name or wildcard. */
    public @Nullable V get(String name) {
        return name.startsWith(WILDCARD)
                ? wildcards.find(name.substring(WILDCARD.length()))
                : exact.find(name);
    }

    public int size() {
        return exact.size() + wildcards.size();
    }

    /** Hands on each value, in no order. */
    public void forEach(Consumer<V> action) {
        exact.forEach(action);
        wildcards.forEach(action);
    }
}
