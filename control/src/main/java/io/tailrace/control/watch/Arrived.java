package io.tailrace.control.watch;

import io.tailrace.control.model.IngressFact;
import io.tailrace.control.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * An object that came from an API server.
 *
 * <p>Thread: any (immutable).
 *
 * @param key null: it has no proper name
 * @param version its {@code resourceVersion}; empty if not stated
 * @param read what it states
 * @param fact what an Ingress is besides; null: of another kind, or without proper name
 */
public record Arrived(
        @Nullable ObjectKey key, String version, Read read, @Nullable IngressFact fact) {}
