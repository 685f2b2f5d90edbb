/** Stress tests of {@code io.tailrace.core.handoff}: which outcomes each contract forbids. */
@NullMarked
package io.tailrace.jcstress;

import org.jspecify.annotations.NullMarked;
