/**
 * What of the newest rules is in force: all of them, or those that a person has pinned, or what the
 * guard lets pass; and what was in force before.
 */
@NullMarked
package io.tailrace.control.hold;

import org.jspecify.annotations.NullMarked;
