/** Connections from clients: HTTP/1.1 heads in, responses out, keep-alive. */
@NullMarked
package io.tailrace.core.downstream;

import org.jspecify.annotations.NullMarked;
