/**
 * What a request can be sent to: the snapshot of one generation, its clusters and their endpoints.
 */
@NullMarked
package io.tailrace.core.cluster;

import org.jspecify.annotations.NullMarked;
