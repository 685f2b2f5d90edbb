package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The input of one transport: lent in the core's read area within a handler, kept in a buffer of
 * the pool between two of them as long as there is any.
 *
 * <p>Thread: core.
 */
final class Lending {
    private final Transports shared;
    private @Nullable IoBuffer kept;
    private boolean closed;

    Lending(Transports shared) {
        this.shared = shared;
    }

    /** As {@link Transport#relend}. */
    boolean relend() {
        IoBuffer area = shared.readArea();
        area.resetTo(Transports.HEADROOM);
        IoBuffer left = kept;
        if (left == null) {
            return false;
        }
        kept = null;
        area.append(left, left.head(), left.size());
        shared.pool().give(left);
        return true;
    }

    /** As {@link Transport#endInput}. */
    void end() {
        IoBuffer area = shared.readArea();
        if (area.size() > 0 && !closed) {
            IoBuffer buffer = shared.pool().take(area.size());
            buffer.append(area, area.head(), area.size());
            kept = buffer;
        }
        area.resetTo(Transports.HEADROOM);
    }

    boolean hasKept() {
        return kept != null;
    }

    /** In bytes. */
    int kept() {
        IoBuffer left = kept;
        return left == null ? 0 : left.size();
    }

    /** Hands over what is kept; the caller owns the buffer. */
    @Nullable IoBuffer takeKept() {
        IoBuffer left = kept;
        kept = null;
        return left;
    }

    /** Keeps nothing any more. */
    void close() {
        closed = true;
        IoBuffer left = kept;
        if (left != null) {
            kept = null;
            shared.pool().give(left);
        }
    }
}
