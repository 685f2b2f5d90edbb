package io.tailrace.http;

import org.agrona.MutableDirectBuffer;

/**
 * The current time as an IMF-fixdate (RFC 9110 5.6.7), 29 bytes, rendered at most once a second.
 *
 * <p>Thread: any, one at a time.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class HttpDate {
    /** Bytes of a date. */
    public static final int LENGTH = 29;

    /** Cheap while the second is the same. */
    public void update(long epochSeconds) {
        throw new UnsupportedOperationException();
    }

    /** Writes the date and returns the bytes written: {@link #LENGTH}. */
    public int write(MutableDirectBuffer out, int offset) {
        throw new UnsupportedOperationException();
    }
}
