package io.tailrace.http;

/**
 * What may be chosen about paths, for those whose pods read more into them than the specification.
 *
 * <p>Thread: any (immutable).
 *
 * @param rejectEncodedSlash refuse a path that holds {@code %2f}, {@code %5c} or a backslash: pods
 *     that decode before they route would find other elements in it
 * @param mergeSlashes match as if each run of slashes were one; the pod gets them all
 */
public record PathRules(boolean rejectEncodedSlash, boolean mergeSlashes) {
    /** A slash separates elements, also empty ones; whatever is encoded is an element's byte. */
    public static final PathRules DEFAULT = new PathRules(false, false);

    /** Whether a path that needs no decoding is viewed as it is. */
    boolean keepPlainPaths() {
        return !rejectEncodedSlash && !mergeSlashes;
    }
}
