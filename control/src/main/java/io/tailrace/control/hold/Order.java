package io.tailrace.control.hold;

/**
 * What a person may have changed about the rules in force.
 *
 * <p>Thread: any (immutable).
 */
public sealed interface Order {
    /** The rules in force stay. */
    record Pin() implements Order {}

    /** The newest rules come into force, and do so from now on. */
    record Unpin() implements Order {}

    /** The rules of an earlier generation come into force, and stay. */
    record Rollback(long generation) implements Order {}

    /** What the guard holds back comes into force. */
    record Release() implements Order {}
}
