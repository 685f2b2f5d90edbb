/** Pooled direct memory with one owner at a time. */
@NullMarked
package io.tailrace.core.buffer;

import org.jspecify.annotations.NullMarked;
