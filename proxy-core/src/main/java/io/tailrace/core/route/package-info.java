/** The decision table of one generation, compiled: which rule a request's host and path select. */
@NullMarked
package io.tailrace.core.route;

import org.jspecify.annotations.NullMarked;
