package io.tailrace.http;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes both views of a path that may hold dot segments or percent signs.
 *
 * <p>Forward view: the bytes as they are, dot segments resolved (RFC 3986 5.2.4), whose dots may be
 * written {@code %2e}. Match view: the same, and unreserved characters decoded (RFC 3986 6.2.2.2).
 * Both have the same elements: a slash is never decoded, and decoding comes after the dot segments.
 * Only {@link PathRules#mergeSlashes} takes the empty ones out of the match view, last of all.
 *
 * <p>Thread: any, one at a time; the views are valid until the next call.
 */
final class PathNormaliser {
    private static final int OK = 1;
    private static final int DOT_SEGMENT_MAX = 2;

    private final UnsafeBuffer match;
    private final UnsafeBuffer forward;
    private int matchLength;
    private int forwardLength;
    private boolean resolvedDots;
    private boolean rejectEncodedSlash;

    /**
     * @param maxPathBytes longest path
     */
    PathNormaliser(int maxPathBytes) {
        match = new UnsafeBuffer(new byte[maxPathBytes]);
        forward = new UnsafeBuffer(new byte[maxPathBytes]);
    }

    DirectBuffer match() {
        return match;
    }

    int matchLength() {
        return matchLength;
    }

    DirectBuffer forward() {
        return forward;
    }

    int forwardLength() {
        return forwardLength;
    }

    /** Whether the last path had dot segments. */
    boolean resolvedDots() {
        return resolvedDots;
    }

    /** Makes both views one byte: of a target without a path. */
    void set(byte only) {
        match.putByte(0, only);
        forward.putByte(0, only);
        matchLength = 1;
        forwardLength = 1;
    }

    /** Above 0: both views are there, below 0: a fault. The path starts with a slash. */
    int normalise(DirectBuffer path, int start, int length, PathRules rules) {
        rejectEncodedSlash = rules.rejectEncodedSlash();
        matchLength = 0;
        forwardLength = 0;
        resolvedDots = false;
        int end = start + length;
        int slash = start;
        while (slash < end) {
            int element = slash + 1;
            int result = element(path, element, end);
            if (result < 0) {
                return result;
            }
            slash = result;
        }
        if (rules.mergeSlashes()) {
            mergeSlashes();
        }
        return OK;
    }

    private void mergeSlashes() {
        int kept = 1;
        for (int i = 1; i < matchLength; i++) {
            byte b = match.getByte(i);
            if (b != '/' || match.getByte(kept - 1) != '/') {
                match.putByte(kept++, b);
            }
        }
        matchLength = kept;
    }

    /** Treats the element at {@code pos}; where it ends (above 0), or a fault. */
    private int element(DirectBuffer path, int pos, int end) {
        int dots = 0;
        int p = pos;
        while (dots <= DOT_SEGMENT_MAX && dotLength(path, p, end) > 0) {
            p += dotLength(path, p, end);
            dots++;
        }
        boolean dotSegment = dots == 1 || dots == DOT_SEGMENT_MAX;
        if (dotSegment && p < end && path.getByte(p) == ';') {
            return Malformed.DOT_SEGMENT_WITH_PARAMETERS.code();
        }
        if (dotSegment && (p == end || path.getByte(p) == '/')) {
            return dotSegment(dots, p, end);
        }
        append('/');
        return copy(path, pos, end);
    }

    /** Bytes of the dot at {@code pos}, as itself or percent-encoded; 0: there is none. */
    private static int dotLength(DirectBuffer path, int pos, int end) {
        if (pos == end) {
            return 0;
        }
        if (path.getByte(pos) == '.') {
            return 1;
        }
        boolean encoded =
                end - pos >= 3
                        && path.getByte(pos) == '%'
                        && path.getByte(pos + 1) == '2'
                        && Bytes.lower(path.getByte(pos + 2)) == 'e';
        return encoded ? 3 : 0;
    }

    private int dotSegment(int dots, int elementEnd, int end) {
        resolvedDots = true;
        if (dots == DOT_SEGMENT_MAX) {
            if (forwardLength == 0) {
                return Malformed.PATH_ABOVE_ROOT.code();
            }
            forwardLength = lastSlash(forward, forwardLength);
            matchLength = lastSlash(match, matchLength);
        }
        if (elementEnd == end) {
            append('/');
        }
        return elementEnd;
    }

    private static int lastSlash(DirectBuffer view, int length) {
        int p = length - 1;
        while (view.getByte(p) != '/') {
            p--;
        }
        return p;
    }

    /** Copies an ordinary element to both views; where it ends (above 0), or a fault. */
    private int copy(DirectBuffer path, int pos, int end) {
        int p = pos;
        while (p < end && path.getByte(p) != '/') {
            byte b = path.getByte(p);
            if (b != '%') {
                if (b == '\\' && rejectEncodedSlash) {
                    return Malformed.ENCODED_SLASH.code();
                }
                append(b);
                p++;
                continue;
            }
            int high = end - p < 3 ? -1 : Bytes.hexValue(path.getByte(p + 1));
            int low = end - p < 3 ? -1 : Bytes.hexValue(path.getByte(p + 2));
            if (high < 0 || low < 0) {
                return Malformed.BAD_PERCENT_ENCODING.code();
            }
            int decoded = high << 4 | low;
            if (decoded == 0) {
                return Malformed.ENCODED_NUL.code();
            }
            if (rejectEncodedSlash && (decoded == '/' || decoded == '\\')) {
                return Malformed.ENCODED_SLASH.code();
            }
            forward.putBytes(forwardLength, path, p, 3);
            forwardLength += 3;
            if (Bytes.isUnreserved(decoded)) {
                match.putByte(matchLength++, (byte) decoded);
            } else {
                match.putBytes(matchLength, path, p, 3);
                matchLength += 3;
            }
            p += 3;
        }
        return p;
    }

    private void append(int b) {
        forward.putByte(forwardLength++, (byte) b);
        match.putByte(matchLength++, (byte) b);
    }
}
