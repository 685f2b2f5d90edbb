package io.tailrace.core.route;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A set of host names that gives each a number, its slot: 0, 1, 2 and so on. {@link
 * HostNamesBuilder} writes it.
 *
 * <pre>
 *   name --> hash --> slot --> words[starts[slot] .. starts[slot + 1])
 * </pre>
 *
 * Any name has a slot; whether it is a name of the set, its words decide.
 *
 * <p>Thread: any (immutable).
 */
final class HostNames {
    /** What {@link #find} answers when there is no such name. */
    static final int NONE = -1;

    private final HostHash hash;
    private final PerfectHash slots;
    private final int[] starts;
    private final long[] words;

    /**
     * @param starts one more than there are names, but two for none
     * @param words those of the names, in the order of their slots
     */
    HostNames(HostHash hash, PerfectHash slots, int[] starts, long[] words) {
        this.hash = hash;
        this.slots = slots;
        this.starts = starts;
        this.words = words;
    }

    /** The slot of this name in any case, or {@link #NONE}. */
    int find(DirectBuffer buffer, int offset, int length) {
        long lastWord = HostName.lastWord(buffer, offset, length);
        int slot = slots.of(hash.of(buffer, offset, length, lastWord));
        int word = starts[slot];
        if (starts[slot + 1] - word != HostName.words(length)) {
            return NONE;
        }
        int last = offset + Words.whole(length);
        for (int at = offset; at != last; at += Long.BYTES) {
            if (!HostName.same(Words.word(buffer, at), words[word++])) {
                return NONE;
            }
        }
        return HostName.same(lastWord, words[word]) ? slot : NONE;
    }

    /** The slot of a lower-case name, or {@link #NONE}. */
    int find(String name) {
        UnsafeBuffer bytes = new UnsafeBuffer(name.getBytes(StandardCharsets.US_ASCII));
        return find(bytes, 0, bytes.capacity());
    }

    /** Where the words of a slot's name start. */
    int start(int slot) {
        return starts[slot];
    }

    /** Of all names. */
    long[] words() {
        return words;
    }
}
