/** The turn of a core: select, clock, snapshot, ready keys, deferred work, commands, timers. */
@NullMarked
package io.tailrace.core.loop;

import org.jspecify.annotations.NullMarked;
