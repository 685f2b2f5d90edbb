/** JMH benchmarks; the measured code lives in the other modules. */
@NullMarked
package io.tailrace.bench;

import org.jspecify.annotations.NullMarked;
