/**
 * The data path: a request walks through the sub-packages in the order of their imports, on one
 * core thread.
 */
@NullMarked
package io.tailrace.core;

import org.jspecify.annotations.NullMarked;
