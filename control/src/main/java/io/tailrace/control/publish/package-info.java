/**
 * Puts what was compiled in force: gathers changes, builds snapshots, publishes them to the cores
 * and tells the rest of the process what is in force.
 */
@NullMarked
package io.tailrace.control.publish;

import org.jspecify.annotations.NullMarked;
