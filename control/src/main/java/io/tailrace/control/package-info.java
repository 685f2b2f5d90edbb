/**
 * The control side: reads what the cluster states, compiles it, publishes it to the cores. {@link
 * io.tailrace.control.Control} starts and stops it, {@code ControlLoop.turn} is its table of
 * contents.
 */
@NullMarked
package io.tailrace.control;

import org.jspecify.annotations.NullMarked;
