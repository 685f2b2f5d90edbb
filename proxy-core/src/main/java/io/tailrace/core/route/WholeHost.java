package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * A host with a single rule, that every path selects.
 *
 * <p>Thread: any (immutable).
 *
 * @param asterisk also the {@code *} of OPTIONS: the rule is {@link PathType#ANY}, not {@link
 *     PathType#PREFIX} {@code /}
 */
record WholeHost(boolean asterisk) implements PathMatcher {
    @Override
    public int match(DirectBuffer buffer, int offset, int length) {
        return asterisk || (length > 0 && buffer.getByte(offset) == '/') ? 0 : NONE;
    }
}
