/**
 * The process: command line, start and end, log lines, and the demo. Everything else is in the
 * modules that it wires together.
 */
@NullMarked
package io.tailrace.deploy;

import org.jspecify.annotations.NullMarked;
