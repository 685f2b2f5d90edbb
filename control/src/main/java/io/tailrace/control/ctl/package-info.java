/**
 * The control socket: how people ask which rules are in force, and order others to be. Whoever may
 * open its file may do so; there is no other way.
 */
@NullMarked
package io.tailrace.control.ctl;

import org.jspecify.annotations.NullMarked;
