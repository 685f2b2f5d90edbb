package io.tailrace.control.hold;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rules are in force, and why not the newest.
 *
 * <p>Thread: any (immutable).
 *
 * @param generation the newest one
 * @param fingerprint of its rules
 * @param pin null: not pinned
 * @param held how many rules the guard holds
 * @param generations those that can be gone back to, the newest first
 */
public record Holding(
        long generation,
        long fingerprint,
        Rules newest,
        Rules inForce,
        @Nullable Pin pin,
        int held,
        List<Generation> generations) {

    static final Holding NOTHING = new Holding(0, 0, Rules.NONE, Rules.NONE, null, 0, List.of());
}
