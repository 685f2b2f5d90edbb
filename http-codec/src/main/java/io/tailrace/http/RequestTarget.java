package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The two views of a request's path: the one that rules are matched against, and the one that is
 * sent to the pod. They live in different buffers, and no offset of one means anything in the
 * other. Valid until the next {@link #resolve} and while the head's bytes stay where they are.
 *
 * <p>Thread: any, one at a time.
 */
// Signatures only: the bodies follow.
@SuppressWarnings({"DoNotCallSuggester", "unused", "UnusedVariable"})
public final class RequestTarget {
    public RequestTarget(int maxTargetBytes) {}

    /**
     * Finds both views of a parsed head's path.
     *
     * @return above 0: done, below 0: a {@link Malformed} code
     */
    public int resolve(RequestHead head) {
        throw new UnsupportedOperationException();
    }

    public DirectBuffer matchBuffer() {
        throw new UnsupportedOperationException();
    }

    public int matchStart() {
        throw new UnsupportedOperationException();
    }

    public int matchLength() {
        throw new UnsupportedOperationException();
    }

    public DirectBuffer forwardBuffer() {
        throw new UnsupportedOperationException();
    }

    public int forwardStart() {
        throw new UnsupportedOperationException();
    }

    /** Without the query. */
    public int forwardLength() {
        throw new UnsupportedOperationException();
    }

    /** In the head's buffer, with its {@code ?}. */
    public int queryStart() {
        throw new UnsupportedOperationException();
    }

    /** 0: no query. */
    public int queryLength() {
        throw new UnsupportedOperationException();
    }

    /** Whether the request is about the server as a whole: {@code OPTIONS *}; both views are it. */
    public boolean asterisk() {
        throw new UnsupportedOperationException();
    }
}
