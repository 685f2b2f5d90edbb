/** Accepted connections before they speak HTTP: who the client is, and whether it may stay. */
@NullMarked
package io.tailrace.core.arrival;

import org.jspecify.annotations.NullMarked;
