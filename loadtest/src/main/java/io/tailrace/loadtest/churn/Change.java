package io.tailrace.loadtest.churn;

import org.jspecify.annotations.Nullable;

/**
 * One change, which is one file written or removed, and so one new generation.
 *
 * <p>Thread: any (immutable).
 *
 * @param host whose Ingress it changes, or null
 * @param service whose endpoints it changes, or null
 * @param after what is stated from then on
 */
record Change(Kind kind, @Nullable String host, @Nullable String service, Rules after) {}
