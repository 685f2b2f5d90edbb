package io.tailrace.http;

/**
 * Rule paths, brought into the form that request paths are matched in.
 *
 * <p>Thread: any.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class Paths {
    private Paths() {}

    /**
     * A rule path normalised like a match path; non-ASCII characters are percent-encoded first.
     *
     * @throws IllegalArgumentException with a reason for people: the path cannot be matched as it
     *     is written
     */
    public static String normaliseRulePath(String path) {
        throw new UnsupportedOperationException();
    }
}
