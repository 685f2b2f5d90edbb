/**
 * The objects of an API server as the source of the model: each kind is listed and then watched on
 * a thread of its own, which reads what comes into records and leaves them in an inbox for the
 * control thread.
 */
@NullMarked
package io.tailrace.control.apiserver;

import org.jspecify.annotations.NullMarked;
