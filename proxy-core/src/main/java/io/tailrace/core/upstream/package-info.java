/** Connections to pods: one pool per endpoint and core, leased to one exchange at a time. */
@NullMarked
package io.tailrace.core.upstream;

import org.jspecify.annotations.NullMarked;
