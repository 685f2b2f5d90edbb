package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * Host names, each with a dense number, its slot: 0 to {@link #size} - 1. A minimal perfect hash by
 * hash and displace. {@link HostTableBuilder} writes it.
 *
 * <pre>
 *   hash of the name --> bucket --> pilots[bucket] --> slot --> names[starts[slot] .. starts[slot + 1])
 *
 *   pilot >= 0: the slot is that of (hash, pilot)      pilot &lt; 0: the slot is ~pilot
 * </pre>
 *
 * Any name has a slot; whether it is a name of the table, its bytes decide.
 *
 * <p>Thread: any (immutable).
 */
final class HostTable {
    /** What {@link #find} answers when the table has no such name. */
    static final int NONE = -1;

    private final HostHash hash;
    private final int[] pilots;
    private final int[] starts;
    private final DirectBuffer names;

    /**
     * @param starts one more than there are names
     * @param names lower-case, in the order of their slots
     */
    HostTable(HostHash hash, int[] pilots, int[] starts, DirectBuffer names) {
        this.hash = hash;
        this.pilots = pilots;
        this.starts = starts;
        this.names = names;
    }

    int size() {
        return starts.length - 1;
    }

    /** The slot of this name in any case, or {@link #NONE}. */
    int find(DirectBuffer buffer, int offset, int length) {
        if (size() == 0) {
            return NONE;
        }
        long hashed = hash.of(buffer, offset, length);
        int pilot = pilots[HostHash.bucket(hashed, pilots.length)];
        int slot = pilot < 0 ? ~pilot : HostHash.slot(hashed, pilot, size());
        int start = starts[slot];
        return length == starts[slot + 1] - start
                        && Words.equalIgnoringCase(buffer, offset, names, start, length)
                ? slot
                : NONE;
    }
}
