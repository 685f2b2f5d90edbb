package io.tailrace.core.transport;

import io.tailrace.core.buffer.IoBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sealed bytes of one TLS connection that could not be opened yet: in the core's area within a
 * handler, in a buffer of the pool between two of them. That is an incomplete record at most,
 * unless the read area is full.
 *
 * <p>Thread: core.
 */
final class SealedInput {
    private final Transports shared;
    private @Nullable IoBuffer kept;
    private boolean closed;

    /**
     * @param begun what has come so far; owned from now on
     */
    SealedInput(Transports shared, @Nullable IoBuffer begun) {
        this.shared = shared;
        this.kept = begun;
    }

    /** The area, with what was kept; {@link #keep} follows in the same handler. */
    IoBuffer take() {
        IoBuffer area = shared.sealedInput();
        area.resetTo(0);
        IoBuffer left = kept;
        if (left != null) {
            kept = null;
            area.append(left, left.head(), left.size());
            shared.pool().give(left);
        }
        return area;
    }

    void keep(IoBuffer area) {
        if (area.size() > 0 && !closed) {
            IoBuffer buffer = shared.pool().take(area.size());
            buffer.append(area, area.head(), area.size());
            kept = buffer;
        }
    }

    boolean hasAny() {
        return kept != null;
    }

    boolean hasWholeRecord() {
        IoBuffer sealed = kept;
        return sealed != null && TlsRecord.isWhole(sealed);
    }

    /** Keeps nothing any more. */
    void close() {
        closed = true;
        IoBuffer sealed = kept;
        if (sealed != null) {
            kept = null;
            shared.pool().give(sealed);
        }
    }
}
