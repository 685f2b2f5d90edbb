package io.tailrace.core.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gathers host names and writes {@link HostNames}.
 *
 * <p>Thread: control.
 */
final class HostNamesBuilder {
    private static final int MAX_ATTEMPTS = 64;

    /** The words of the names, in the order in which they were added. */
    private long[] words = new long[16];

    /** Where those of each start; and, one more, how many words there are. */
    private int[] starts = new int[16];

    private int size;
    private int[] slots = {};

    /** Adds a name in lower-case ASCII, another one each time. */
    void add(String name) {
        UnsafeBuffer bytes = new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII));
        int length = bytes.capacity();
        int at = reserve(HostName.words(length));
        for (int word = 0; word < Words.whole(length); word += Long.BYTES) {
            words[at++] = Words.word(bytes, word);
        }
        words[at] = HostName.lastWord(bytes, 0, length);
    }

    /** Adds the name of a slot. */
    void add(HostNames names, int slot) {
        int from = names.start(slot);
        int count = names.start(slot + 1) - from;
        int at = reserve(count);
        System.arraycopy(names.words(), from, words, at, count);
    }

    private int reserve(int count) {
        int from = starts[size];
        int to = Math.addExact(from, count);
        if (to > words.length) {
            words = Arrays.copyOf(words, Math.max(to, 2 * words.length));
        }
        if (++size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
        }
        starts[size] = to;
        return from;
    }

    /**
     * The set of all names added.
     *
     * @param seed unknown to whoever states the names
     */
    HostNames build(long seed) {
        long[] hashes = new long[size];
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            HostHash hash = new HostHash(seed, attempt);
            for (int i = 0; i < size; i++) {
                hashes[i] = hash.of(words, starts[i], starts[i + 1]);
            }
            PerfectHash perfect = PerfectHash.of(hashes);
            if (perfect != null) {
                return layOut(hash, perfect, hashes);
            }
        }
        throw new IllegalStateException("no perfect hash of " + size + " host names");
    }

    private HostNames layOut(HostHash hash, PerfectHash perfect, long[] hashes) {
        slots = new int[size];
        int[] ordered = new int[Math.max(1, size) + 1];
        for (int i = 0; i < size; i++) {
            slots[i] = perfect.of(hashes[i]);
            ordered[slots[i] + 1] = starts[i + 1] - starts[i];
        }
        for (int slot = 0; slot < size; slot++) {
            ordered[slot + 1] += ordered[slot];
        }
        long[] names = new long[starts[size]];
        for (int i = 0; i < size; i++) {
            System.arraycopy(words, starts[i], names, ordered[slots[i]], starts[i + 1] - starts[i]);
        }
        return new HostNames(hash, perfect, ordered, names);
    }

    /** Once built: the slot of each name, in the order in which they were added. */
    int[] slots() {
        return slots;
    }
}
