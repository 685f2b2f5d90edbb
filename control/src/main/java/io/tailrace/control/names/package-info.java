/** Asks for the addresses of names that Services of type ExternalName state. */
@NullMarked
package io.tailrace.control.names;

import org.jspecify.annotations.NullMarked;
