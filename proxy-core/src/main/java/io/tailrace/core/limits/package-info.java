/** Per-core state behind limits. */
@NullMarked
package io.tailrace.core.limits;

import org.jspecify.annotations.NullMarked;
