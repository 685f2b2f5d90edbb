/**
 * Every object that two threads touch. Each class states its writer, its readers and its ordering.
 */
@NullMarked
package io.tailrace.core.handoff;

import org.jspecify.annotations.NullMarked;
