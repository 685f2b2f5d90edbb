package io.tailrace.core.route;

import org.agrona.DirectBuffer;

/**
 * Which of one host's rules a path selects. It answers with the rule's place among the host's rules
 * and knows no route, so hosts whose rules have equal paths share one.
 *
 * <p>Thread: any (immutable).
 */
sealed interface PathMatcher permits PathTree, WholeHost {
    /** What {@link #match} answers when no rule matches. */
    int NONE = -1;

    /**
     * The place of the rule that a path selects.
     *
     * @param buffer holds a request's match path at {@code [offset, offset + length)}
     * @return index into the host's rules, sorted by path and type; or {@link #NONE}
     */
    int match(DirectBuffer buffer, int offset, int length);
}
