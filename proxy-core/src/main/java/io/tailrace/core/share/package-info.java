/** Maps of two generations that have in common what did not change. */
@NullMarked
package io.tailrace.core.share;

import org.jspecify.annotations.NullMarked;
