package io.tailrace.control.hold;

import java.time.Instant;

/**
 * Rules stay in force whatever the newest are.
 *
 * <p>Thread: any (immutable).
 *
 * @param since when they were pinned
 * @param generation whose rules they are
 */
public record Pin(Instant since, long generation) {}
