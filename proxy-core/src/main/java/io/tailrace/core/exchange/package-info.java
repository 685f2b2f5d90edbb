/**
 * One request with its final response: the one place where both sides meet and where their fate is
 * decided.
 */
@NullMarked
package io.tailrace.core.exchange;

import org.jspecify.annotations.NullMarked;
