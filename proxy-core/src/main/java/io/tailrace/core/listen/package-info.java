/** Accepting connections. */
@NullMarked
package io.tailrace.core.listen;

import org.jspecify.annotations.NullMarked;
