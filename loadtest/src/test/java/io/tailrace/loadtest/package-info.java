/** Tests of the load-testing harness. */
@NullMarked
package io.tailrace.loadtest;

import org.jspecify.annotations.NullMarked;
