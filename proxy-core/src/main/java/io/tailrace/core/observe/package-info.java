/** What an exchange leaves behind: stage times and counters. */
@NullMarked
package io.tailrace.core.observe;

import org.jspecify.annotations.NullMarked;
