package io.tailrace.http;

import org.agrona.DirectBuffer;

/**
 * The two views of a request's path: the one that rules are matched against, and the one that is
 * sent to the pod. No offset of one means anything in the other. A path that needs no treatment is
 * viewed where it lies in the head, else in memory of this object. Valid until the next {@link
 * #resolve} and while the head is; the head's bytes may move.
 *
 * <p>Thread: any, one at a time.
 */
public final class RequestTarget {
    private static final int OK = 1;

    private final PathNormaliser views;
    private RequestHead head = new RequestHead(1);
    private boolean inHead;
    private boolean asterisk;

    /**
     * @param maxTargetBytes not below the parser's limit
     */
    public RequestTarget(int maxTargetBytes) {
        views = new PathNormaliser(maxTargetBytes);
    }

    /**
     * Finds both views of a parsed head's path.
     *
     * @return above 0: done, below 0: a {@link Malformed} code
     */
    public int resolve(RequestHead head, PathRules rules) {
        this.head = head;
        asterisk = false;
        inHead = false;
        DirectBuffer buffer = head.buffer();
        int start = head.start() + head.pathStart;
        int length = head.pathLength;
        if (head.form == TargetForm.ASTERISK) {
            asterisk = true;
            inHead = true;
            return OK;
        }
        if (length == 0) {
            // RFC 9112 3.2.4: OPTIONS for an absolute form without path and query asks for "*".
            asterisk = head.method == Method.OPTIONS && head.queryLength == 0;
            views.set((byte) (asterisk ? '*' : '/'));
            return OK;
        }
        if (rules.keepPlainPaths() && isPlain(buffer, start, start + length)) {
            inHead = true;
            return OK;
        }
        return views.normalise(buffer, start, length, rules);
    }

    /** Whether the path holds neither a percent sign nor an element that starts with a dot. */
    private static boolean isPlain(DirectBuffer buffer, int start, int end) {
        int p = Bytes.skipPlainPath(buffer, start, end);
        while (p < end) {
            // A path starts with a slash, so there is a byte before a dot.
            if (buffer.getByte(p) == '%' || buffer.getByte(p - 1) == '/') {
                return false;
            }
            p = Bytes.skipPlainPath(buffer, p + 1, end);
        }
        return true;
    }

    public DirectBuffer matchBuffer() {
        return inHead ? head.buffer() : views.match();
    }

    public int matchStart() {
        return inHead ? head.start() + head.pathStart : 0;
    }

    public int matchLength() {
        return inHead ? head.pathLength : views.matchLength();
    }

    public DirectBuffer forwardBuffer() {
        return inHead ? head.buffer() : views.forward();
    }

    public int forwardStart() {
        return inHead ? head.start() + head.pathStart : 0;
    }

    /** Without the query. */
    public int forwardLength() {
        return inHead ? head.pathLength : views.forwardLength();
    }

    /** In the head's buffer, with its {@code ?}. */
    public int queryStart() {
        return head.start() + head.pathStart + head.pathLength;
    }

    /** 0: no query. */
    public int queryLength() {
        return head.queryLength;
    }

    /** Whether the request is about the server as a whole: {@code OPTIONS *}; both views are it. */
    public boolean asterisk() {
        return asterisk;
    }
}
