/**
 * Compiles the model: Ingress objects to the decision table, Services and EndpointSlices to
 * clusters. Pure: the same objects give the same table, whatever order they came in. The one thing
 * with a memory is {@link io.tailrace.control.compile.ClusterBook}, which keeps ids and endpoint
 * objects from one generation to the next.
 */
@NullMarked
package io.tailrace.control.compile;

import org.jspecify.annotations.NullMarked;
