/**
 * Compiles the model: Ingress objects to the decision table, Services and EndpointSlices to
 * clusters. Pure: the same objects give the same table, whatever order they came in. What is
 * remembered makes it cheap, but for two things that show: the last good content of a Secret, and
 * the ids and endpoint objects that go from one generation to the next.
 */
@NullMarked
package io.tailrace.control.compile;

import org.jspecify.annotations.NullMarked;
