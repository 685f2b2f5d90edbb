/**
 * The HTTP/1.1 codec: parses heads to ranges in place, checks framing, rewrites heads for the next
 * hop. Pure functions over byte ranges: no sockets, clock, threads or logging. The caller owns all
 * memory.
 */
@NullMarked
package io.tailrace.http;

import org.jspecify.annotations.NullMarked;
