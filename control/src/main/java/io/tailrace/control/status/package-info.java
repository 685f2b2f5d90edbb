/**
 * Tells an API server what is in force: the status of Ingresses, and events about what is not in
 * force and why. One process of all that serve the same classes does it, the leader.
 */
@NullMarked
package io.tailrace.control.status;

import org.jspecify.annotations.NullMarked;
