/** Certificates: which one a client is shown, whose of a peer is believed, and by which engine. */
@NullMarked
package io.tailrace.core.tls;

import org.jspecify.annotations.NullMarked;
