/** Bytes in and out of one socket, and the one seam at which tests replace the socket. */
@NullMarked
package io.tailrace.core.transport;

import org.jspecify.annotations.NullMarked;
