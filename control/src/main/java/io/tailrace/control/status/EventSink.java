package io.tailrace.control.status;

import io.tailrace.control.status.Warning.Name;
import java.time.Instant;
import java.util.function.BiConsumer;

/**
 * Where events go.
 *
 * <p>Thread: status.
 */
interface EventSink {
    /** Hands on the name and the count of each event of ours that is there. */
    WriteResult list(BiConsumer<Name, Integer> action);

    WriteResult create(Name name, Warning warning, Instant now);

    /** It is still so. */
    WriteResult again(Name name, int count, Instant now);

    WriteResult delete(Name name);

    /** What was wrong with the last one that failed. */
    String text();
}
