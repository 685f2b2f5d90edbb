package io.tailrace.control.hold;

import java.time.Instant;

/**
 * A generation whose rules differ from those of the one before.
 *
 * <p>Thread: any (immutable).
 *
 * @param at when it came into force
 * @param fingerprint of its rules
 * @param rules how many it has
 * @param added see {@link RulesChange}, as the others
 */
public record Generation(
        long number,
        Instant at,
        long fingerprint,
        int rules,
        int added,
        int removed,
        int changed,
        int settings) {}
