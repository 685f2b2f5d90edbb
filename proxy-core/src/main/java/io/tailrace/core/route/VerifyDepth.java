package io.tailrace.core.route;

/**
 * How many certificates may stand between a peer's and an authority's, as Ingresses state it.
 *
 * <p>Thread: any.
 */
public final class VerifyDepth {
    /** The largest one; the smallest is 1. */
    public static final int MOST = 10;

    private VerifyDepth() {}

    /**
     * Checks a record's.
     *
     * @throws IllegalArgumentException when there is no such depth
     */
    static void check(int depth) {
        if (depth < 1 || depth > MOST) {
            throw new IllegalArgumentException("depth of " + depth + ": from 1 to " + MOST);
        }
    }
}
