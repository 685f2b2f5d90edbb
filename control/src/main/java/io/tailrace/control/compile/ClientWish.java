package io.tailrace.control.compile;

import io.tailrace.core.route.ClientCertificates;
import org.jspecify.annotations.Nullable;

/**
 * What an Ingress says about the certificates of clients, if it says anything.
 *
 * <p>Thread: any (immutable).
 *
 * @param asked null: they are not asked
 */
record ClientWish(@Nullable ClientCertificates asked) {}
