/**
 * Settings of the process, fixed at its start. What may change at run time lives in the snapshot.
 */
@NullMarked
package io.tailrace.core.config;

import org.jspecify.annotations.NullMarked;
