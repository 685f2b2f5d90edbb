/** Which certificate a client gets: names to certificates, as part of a snapshot. */
@NullMarked
package io.tailrace.core.tls;

import org.jspecify.annotations.NullMarked;
