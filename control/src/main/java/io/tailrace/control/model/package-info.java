/**
 * What control knows of the cluster: immutable records, one per Kubernetes object, and the set that
 * is current. Sources end here, compile starts here; no Kubernetes type is seen in this package.
 */
@NullMarked
package io.tailrace.control.model;

import org.jspecify.annotations.NullMarked;
